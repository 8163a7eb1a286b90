import { expect, it } from 'vitest';
import { askedFor } from './asked-for.ts';

it.each([
  ['11010519491231002X', { idNumber: '11010519491231002X' }],
  [' 110105 19491231 002x ', { idNumber: '11010519491231002X' }],
  ['１１０１０５１９４９１２３１００２Ｘ', { idNumber: '11010519491231002X' }],
  ['1101051949123100', { code: '1101051949123100' }],
  ['abcd ef23 9xyz ', { code: 'abcd ef23 9xyz' }],
  ['http://hall.example/a/ABCD-EF23-9XYZ', { code: 'http://hall.example/a/ABCD-EF23-9XYZ' }],
  ['2345-6789-2345', { code: '2345-6789-2345' }],
])('%s is taken for what it is', (text, asked) => expect(askedFor(text)).toEqual(asked));
