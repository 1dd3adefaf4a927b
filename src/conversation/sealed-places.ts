import type { SealedColumns } from '../platform/keys/sealed-place.ts';

/** Where this room keeps sealed texts. */
export const conversationSealedPlaces: readonly SealedColumns[] = [
  { table: 'conversation', key: ['key'], columns: ['state_sealed'] },
  { table: 'inbound_message', key: ['channel', 'message_key'], columns: ['payload_sealed'], row: (key) => key.join(':') },
  { table: 'hand_off_word', key: ['id'], columns: ['said_sealed'] },
];
