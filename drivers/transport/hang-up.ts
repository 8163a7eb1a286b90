import { read } from 'node:fs';
import type { SerialPort } from 'serialport';

/**
 * Makes an open port notice that its far end is gone at every moment. The Unix bindings of serialport answer a
 * read of zero bytes, which a terminal line gives after a hang-up, by reading again, for ever and at full
 * speed (serialport/bindings-cpp issue 162); whether a pulled plug meets them in a read or between two is
 * chance. Call it once after opening, before the first read.
 */
export function noticeHangUp(port: SerialPort): void {
  const binding = port.port;
  // The Windows bindings do not read through a file descriptor.
  if (binding === undefined || !('poller' in binding)) return;

  // `canceled` tells the stream that the port was closed here, not lost.
  const closed = () => Object.assign(new Error('Port is not open'), { canceled: true });

  const readOnce = (buffer: Buffer, offset: number, length: number): Promise<number> =>
    new Promise((resolve, reject) => {
      if (binding.fd === null) {
        reject(closed());
        return;
      }
      read(binding.fd, buffer, offset, length, null, (error, bytesRead) => {
        if (error === null) resolve(bytesRead);
        else reject(error);
      });
    });

  const readable = (): Promise<void> =>
    new Promise((resolve, reject) => {
      // Closed while the read was under way: polling a destroyed poller would crash the process.
      if (!binding.isOpen) {
        reject(closed());
        return;
      }
      binding.poller.once('readable', (error: Error | null) => {
        if (error) reject(error);
        else resolve();
      });
    });

  binding.read = async (buffer: Buffer, offset: number, length: number) => {
    for (;;) {
      const bytesRead = await readOnce(buffer, offset, length).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EAGAIN' || error.code === 'EINTR') return undefined;
        throw error;
      });
      if (bytesRead === 0) throw new Error('the line hung up');
      if (bytesRead !== undefined) return { buffer, bytesRead };
      await readable();
    }
  };
}
