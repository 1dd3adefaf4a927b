import type { Speaking } from '../conversation-deps.ts';
import { whyRequest } from '../explain/why-request.ts';
import { endHandOffRequest, replyRequest, replyWith, waitingRequest } from '../hand-off/hand-off-requests.ts';
import type { Pending } from '../pending.ts';
import { calculateRequest } from './calculate-request.ts';
import { changeRequest, moveRequest, noteRequest, undoRequest } from './change-request.ts';
import { codeRequest } from './code-request.ts';
import { editRequest, paperRequest, returnRequest } from './decision-request.ts';
import { emergencyRequest, openInEmergency } from './emergency-request.ts';
import { handOverRequest } from './hand-over-request.ts';
import { operationRequest, readRequest } from './operation-request.ts';
import { revealNow, revealRequest } from './reveal-request.ts';
import { countRequest, endRequest, pendingRequest, reviewRequest } from './review-request.ts';
import { sheetRequest } from './sheet-request.ts';
import { requestTexts } from './texts.ts';
import { type Answered, type Near, plain, type TypedRequest } from './typed-request.ts';
import { whoLookedRequest } from './who-looked-request.ts';

const requests: readonly TypedRequest[] = [
  changeRequest,
  moveRequest,
  noteRequest,
  undoRequest,
  emergencyRequest,
  revealRequest,
  reviewRequest,
  pendingRequest,
  countRequest,
  endRequest,
  whoLookedRequest,
  calculateRequest,
  sheetRequest,
  codeRequest,
  handOverRequest,
  paperRequest,
  editRequest,
  returnRequest,
  operationRequest,
  readRequest,
  replyRequest,
  endHandOffRequest,
  waitingRequest,
  whyRequest,
];

const LEAVES = /^(?:取消|算了|不看了?|不用了?|不查了?)[吧了。！!]*$/u;

/** Digits and letters as they are typed in half width; the punctuation of what will be kept stays as it was written. */
function withPlainDigits(text: string): string {
  return text.replace(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\uFF0D\u3000]/gu, (one) => one.normalize('NFKC'));
}

/** The answer to a typed request, or to the reason that one asked for. Null: the text is for the dialogue. */
export async function answerTyped(speaking: Speaking, said: string, pending: Pending | null, near: Near): Promise<Answered | null> {
  const text = withPlainDigits(said).trim();
  for (const request of requests) {
    const perform = request.read(text);
    if (perform) return perform(speaking, near);
  }
  if (!pending) return null;
  if (LEAVES.test(text)) return plain(requestTexts.cancelled);
  if (pending.kind === 'hand-off-reply') return replyWith(speaking, pending.staffId, text);
  return pending.kind === 'reveal'
    ? revealNow(speaking, pending.archiveNo, pending.field, text)
    : openInEmergency(speaking, pending.archiveNo, text);
}
