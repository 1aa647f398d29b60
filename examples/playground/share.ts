/** What a link holds: an example and the code that was changed. */
export interface Shared {
  readonly tab: string;
  readonly client: string;
  readonly server: string;
}

const through = async (bytes: BlobPart, stream: GenericTransformStream): Promise<ArrayBuffer> =>
  new Response(new Blob([bytes]).stream().pipeThrough(stream as any)).arrayBuffer();

/** Text that may stand behind the `#` of an address. */
export async function pack(shared: Shared): Promise<string> {
  const bytes = new Uint8Array(await through(JSON.stringify(shared), new CompressionStream('deflate-raw')));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Undefined for what is no such text. */
export async function unpack(text: string): Promise<Shared | undefined> {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const shared = JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw'))));
    return [shared.tab, shared.client, shared.server].every((part) => typeof part === 'string') ? shared : undefined;
  } catch {
    return undefined;
  }
}
