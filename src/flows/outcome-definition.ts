/** What a finished case leaves behind, written by its action in the transaction of the last decision. */
export interface OutcomeDefinition {
  kind: string;
  key: string;
  text: string;
  /** Row of actions.ts that writes it to the archive in the transaction of the last decision. */
  action: string;
  /** CEL over slots and `today`: it comes about only where this holds. */
  when?: string;
  /** What stands on file, where that is shorter than the text: 优待证 for a certificate, 老兵讲师 for a mark, 所在党支部 for a relation. */
  name?: string;
  /** certificate: its number is given elsewhere (by a bank, a higher office) and unknown here. */
  numberedElsewhere?: true;
  /** certificate: in what state it stands on file; 有效 when left out. */
  state?: '办理中';
  /** Facts of the file that follow from the form: name of the fact in the archive → key of the field. */
  facts?: Record<string, string>;
  /** relation: key of the field that names the other side. */
  with?: string;
  /** payment, benefit: key of the field that holds the sum. */
  amount?: string;
  /** task: the service that it leads to, and working days until it is due. */
  next?: string;
  dueDays?: number;
}
