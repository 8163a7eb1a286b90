import type { Page } from 'playwright-core';

/** By the clock of the sound card, seconds; `ended` is null while it plays. */
export type PlayedClip = { readonly clip: string; readonly began: number; ended: number | null };

export type HeardClips = {
  /** By clip, how long what Chromium decoded of it lasts, seconds. */
  readonly decoded: Record<string, number>;
  /** In the order they began. */
  readonly played: PlayedClip[];
};

/** Begins the page anew and writes down what it decodes and plays: what the page itself cannot leave out. */
export async function listenToClips(page: Page): Promise<() => Promise<HeardClips>> {
  await page.addInitScript(() => {
    const heard: HeardClips = { decoded: {}, played: [] };
    Object.assign(globalThis, { heardClips: heard });
    const clips = new WeakMap<ArrayBuffer | AudioBuffer, string>();
    // oxlint-disable-next-line typescript/unbound-method -- called with the `this` of its caller
    const { arrayBuffer } = Response.prototype;
    Response.prototype.arrayBuffer = async function (this: Response) {
      const bytes = await arrayBuffer.call(this);
      clips.set(bytes, /([^/]*)\.ogg$/.exec(this.url)?.[1] ?? this.url);
      return bytes;
    };
    // oxlint-disable-next-line typescript/unbound-method -- called with the `this` of its caller
    const { decodeAudioData } = BaseAudioContext.prototype;
    BaseAudioContext.prototype.decodeAudioData = async function (this: BaseAudioContext, bytes: ArrayBuffer) {
      const clip = clips.get(bytes) ?? 'of no address';
      const decoded = await decodeAudioData.call(this, bytes);
      clips.set(decoded, clip);
      heard.decoded[clip] = decoded.duration;
      return decoded;
    };
    // oxlint-disable-next-line typescript/unbound-method -- called with the `this` of its caller
    const { start } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode) {
      const { context, buffer } = this;
      const clip = (buffer && clips.get(buffer)) ?? 'not decoded';
      const played: PlayedClip = { clip, began: context.currentTime, ended: null };
      heard.played.push(played);
      this.addEventListener('ended', () => {
        played.ended = context.currentTime;
      });
      start.call(this);
    };
  });
  await page.reload();
  return () => page.evaluate(() => (globalThis as unknown as { heardClips: HeardClips }).heardClips);
}
