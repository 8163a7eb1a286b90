import { expect, test } from 'vitest';
import { cameraList, namedCameras } from './named-cameras.ts';

const input = (label: string, deviceId: string, kind: MediaDeviceKind = 'videoinput') => ({
  kind,
  label,
  deviceId,
});

test('cameras are told apart by name, and two of one name by their order', () => {
  const devices = [
    input('Front Camera (1bcf:2b8a)', 'a'),
    input('Doc Cam (0ac8:3420)', 'b'),
    input('Microphone', 'c', 'audioinput'),
    input('Doc Cam (0ac8:3420)', 'd'),
  ];
  expect(namedCameras(devices)).toEqual([
    { name: 'Front Camera (1bcf:2b8a)', deviceId: 'a' },
    { name: 'Doc Cam (0ac8:3420)', deviceId: 'b' },
    { name: 'Doc Cam (0ac8:3420) #2', deviceId: 'd' },
  ]);
});

test('cameras without names are none that a page may use', () => {
  expect(cameraList([input('', '')])).toEqual({ cameras: [], denied: true });
  expect(cameraList([input('Microphone', 'c', 'audioinput')])).toEqual({ cameras: [], denied: false });
});
