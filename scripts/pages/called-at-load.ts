import type { Plugin } from 'vite';

/** The bundler's own helper, which makes a module of a package that was written as CommonJS: `name=(e,t)=>()=>(t||(e(…`. */
const HELPER = /([\w$]+)=\(([\w$]+),([\w$]+)\)=>\(\)=>\(\3\|\|\(?\2\(/;

/**
 * Such a package is one arrow function that runs at load, and an engine reads an arrow function twice: first over it,
 * with the file, then for good when it is called, while the page waits. A `function` in parentheses is read once, with
 * the file and in the background. Half of what the page's own script takes before its first drawing.
 */
export function readAtOnce(code: string): string {
  const helper = HELPER.exec(code)?.[1];
  if (helper === undefined) return code;
  const opening = new RegExp(
    `(?<=[=,;\\s]${helper.replaceAll('$', '\\$')}\\(\\()(?:\\(([\\w$,]*)\\)|([\\w$]+))=>\\{`,
    'g',
  );
  return code.replaceAll(opening, (_all, several?: string, one?: string) => `function(${several ?? one}){`);
}

/** Applies `readAtOnce` to what has been built. */
export function calledAtLoad(): Plugin {
  return {
    name: 'called-at-load',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const part of Object.values(bundle)) {
          if (part.type === 'chunk') part.code = readAtOnce(part.code);
        }
      },
    },
  };
}
