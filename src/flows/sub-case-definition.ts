/** Cases that a step starts: one, or one for each chosen option of a `multi` field or for each station of a level (子流程、批量派发). */
export interface SubCaseDefinition {
  /** The service that they are of. */
  flow: string;
  each?: SubCaseSpread;
  /** Slots of the part by the slots of this case that fill them. */
  slots?: Record<string, string>;
  /** Whether the case stands still until all of them have ended. */
  waits: boolean;
}

/** `slot`: the slot of the part that gets the option or the station's name. */
export type SubCaseSpread = { field: string; slot: string } | { stations: 'town' | 'village'; slot?: string | undefined };
