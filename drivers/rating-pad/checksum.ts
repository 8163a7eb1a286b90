export const checksumAlgorithms = ['none', 'xor', 'sum8', 'sum16', 'crc16-modbus', 'crc16-xmodem'] as const;

export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** Bytes of the value, before any writing as digits. */
export function checksumSize(algorithm: ChecksumAlgorithm): 0 | 1 | 2 {
  if (algorithm === 'none') return 0;
  return algorithm === 'xor' || algorithm === 'sum8' ? 1 : 2;
}

export function checksum(algorithm: ChecksumAlgorithm, bytes: Uint8Array): number {
  switch (algorithm) {
    case 'none':
      return 0;
    case 'xor':
      return xor(bytes);
    case 'sum8':
      return sum(bytes) & 0xff;
    case 'sum16':
      return sum(bytes) & 0xffff;
    case 'crc16-modbus':
      return crc16Modbus(bytes);
    case 'crc16-xmodem':
      return crc16Xmodem(bytes);
  }
}

function xor(bytes: Uint8Array): number {
  let value = 0;
  for (let at = 0; at < bytes.length; at += 1) value ^= bytes[at] ?? 0;
  return value;
}

function sum(bytes: Uint8Array): number {
  let value = 0;
  for (let at = 0; at < bytes.length; at += 1) value += bytes[at] ?? 0;
  return value;
}

/** Polynomial 8005 reflected, beginning at FFFF: MODBUS over Serial Line V1.02, 6.2.2. */
function crc16Modbus(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/** Polynomial 1021, beginning at 0 (CRC-16/XMODEM; ITU-T V.41). */
function crc16Xmodem(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      crc = (crc & 0x8000) === 0 ? crc << 1 : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}
