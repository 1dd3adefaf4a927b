import { describe, expect, test } from 'vitest';
import { credentials } from './local-setup.ts';
import { type Call, callWire, callWithToken, useWireClient } from './wire-client.ts';

const client = useWireClient();
const _call = (path: string, options?: Call) => callWire(client, path, options);
const withToken = (path: string, body: unknown, more?: Call) => callWithToken(client, path, body, more);

describe('cards', () => {
  const CREATE = '/v1.0/card/instances/createAndDeliver';
  const card = {
    cardTemplateId: 'tpl.schema',
    outTrackId: 'card-1',
    callbackType: 'STREAM',
    cardData: { cardParamMap: { title: '慰问金申领' } },
    openSpaceId: 'dtv1.card//IM_ROBOT.zhang',
    imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode: credentials.robotCode },
  };

  test.each([
    ['param.outTrackIdEmpty', { outTrackId: '' }],
    ['param.cardTemplateIdEmpty', { cardTemplateId: undefined }],
    ['param.templateNotExist', { cardTemplateId: 'tpl' }],
    ['param.cardPublicDataEmpty', { cardData: undefined }],
    ['param.openSpaceIdEmpty', { openSpaceId: undefined }],
    ['param.openSpaceIdInvalid', { openSpaceId: 'IM_ROBOT.zhang' }],
    ['param.openDeliverModelEmpty', { imRobotOpenDeliverModel: undefined }],
    ['param.invalid', { cardData: { cardParamMap: { count: 3 } } }],
    ['param.invalid', { cardData: { cardParamMap: { text: '长'.repeat(342) } } }],
    ['param.invalid', { cardData: { cardParamMap: { ['k'.repeat(101)]: 'v' } } }],
  ])('%s', async (code, changes) => {
    expect(await withToken(CREATE, { ...card, ...changes })).toMatchObject({ status: 400, code });
  });

  test('a key is taken once', async () => {
    expect(await withToken(CREATE, card)).toMatchObject({
      success: true,
      result: { outTrackId: 'card-1', deliverResults: [{ success: true }] },
    });
    expect(await withToken(CREATE, card)).toMatchObject({ status: 400, code: 'param.cardAlreadyExist' });
  });

  test('a receiver that nobody knows fails inside a successful answer', async () => {
    const answer = await withToken(CREATE, { ...card, openSpaceId: 'dtv1.card//IM_ROBOT.ghost' });
    expect(answer).toMatchObject({ status: 200, result: { deliverResults: [{ success: false }] } });
  });

  test('an update replaces everything unless it goes by key', async () => {
    await withToken(CREATE, card);
    const update = (body: object) => withToken('/v1.0/card/instances', { outTrackId: 'card-1', ...body }, { method: 'PUT' });
    await update({ cardData: { cardParamMap: { status: '待审核' } }, cardUpdateOptions: { updateCardDataByKey: true } });
    expect(client.open.local.state.cards.paramsFor('card-1', 'zhang')).toEqual({ title: '慰问金申领', status: '待审核' });
    await update({ cardData: { cardParamMap: { status: '已同意' } } });
    expect(client.open.local.state.cards.paramsFor('card-1', 'zhang')).toEqual({ status: '已同意' });
    await update({ privateData: { zhang: { cardParamMap: { status: '你已同意' } } } });
    expect(client.open.local.state.cards.paramsFor('card-1', 'zhang')).toEqual({ status: '你已同意' });
    expect(client.open.local.state.cards.paramsFor('card-1', 'chen')).toEqual({ status: '已同意' });
    expect(await update({})).toMatchObject({ status: 400, code: 'param.cardDataAndPrivateDataBothEmpty' });
    expect(await update({ outTrackId: 'never', cardData: card.cardData })).toMatchObject({ status: 400, code: 'param.cardNotExist' });
  });

  test('the answer to a press changes the card for all and for the one who pressed', async () => {
    await withToken(CREATE, card);
    const known = client.open.local.state.cards.get('card-1');
    if (!known) throw new Error('no card');
    client.open.local.state.cards.applyPressAnswer(known, 'zhang', {
      cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      cardData: { cardParamMap: { status: '已同意' } },
      userPrivateData: { cardParamMap: { canApprove: 'false' } },
    });
    expect(client.open.local.state.cards.paramsFor('card-1', 'zhang')).toEqual({
      title: '慰问金申领',
      status: '已同意',
      canApprove: 'false',
    });
    expect(client.open.local.state.cards.paramsFor('card-1', 'chen')).toEqual({ title: '慰问金申领', status: '已同意' });
    for (const nothing of [null, {}, 'x', { cardData: { cardParamMap: { n: 1 } } }])
      client.open.local.state.cards.applyPressAnswer(known, 'zhang', nothing);
    expect(client.open.local.state.cards.paramsFor('card-1', 'chen')).toEqual({ title: '慰问金申领', status: '已同意' });
  });
});
