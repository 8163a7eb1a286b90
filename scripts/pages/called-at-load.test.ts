import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { readAtOnce } from './called-at-load.ts';

const helper = 'var o=(e,t)=>()=>(t||(e((t={exports:{}}).exports,t),e=null),t.exports);';

test('packages that run at load become functions and do the same', () => {
  const code = `${helper}var a=o((e=>{e.one=1})),b=o(((e,t)=>{t.exports={two:2}})),c=(e=>{return e});`;
  const changed = readAtOnce(code);
  expect(changed).toContain(
    'a=o((function(e){e.one=1})),b=o((function(e,t){t.exports={two:2}})),c=(e=>{return e})',
  );
  const run = (text: string): unknown => runInNewContext(`${text} JSON.stringify([a(), b(), c(3)])`);
  expect(run(changed)).toBe('[{"one":1},{"two":2},3]');
  expect(run(code)).toBe(run(changed));
});

test('a file without such packages stays as it is', () => {
  const code = 'var o=e=>e,a=o((e=>{}));';
  expect(readAtOnce(code)).toBe(code);
});
