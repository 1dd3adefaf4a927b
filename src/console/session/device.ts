import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

const browsers: [RegExp, string][] = [
  [/DingTalk/i, '钉钉'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙'],
  [/Android/, '安卓手机'],
  [/iPhone|iPad/, '苹果手机'],
  [/Windows/, 'Windows 电脑'],
  [/Mac OS X/, '苹果电脑'],
  [/Linux/, 'Linux 电脑'],
];

/** A browser as people would call it: 安卓手机 · 钉钉. */
export function deviceOf(userAgent: string): string {
  const named = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [named(systems), named(browsers)].filter(Boolean).join(' · ') || '其他设备';
}

/** Where the connection comes from. Headers that a caller can write are not believed. */
export function addressOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return incoming?.socket.remoteAddress ?? '';
}

export function isInsideDingtalk(userAgent: string): boolean {
  return /DingTalk/i.test(userAgent);
}
