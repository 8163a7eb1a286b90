/** As `followUpContract` has it. */
const TOKEN = /\/([\w-]{22})\/?$/;

/** The token in `/t/<token>`; undefined in any other address. It goes nowhere but to the platform that served the page. */
export function tokenIn(pathname: string): string | undefined {
  return TOKEN.exec(pathname)?.[1];
}

/** As `appointmentPageContract` has it. */
const CODE = /\/a\/([\w-]{12,22})\/?$/;

/** The code in `/a/<code>`, as it stands there; undefined in any other address. */
export function appointmentCodeIn(pathname: string): string | undefined {
  return CODE.exec(pathname)?.[1];
}

/** Languages whose speakers in China read Chinese rather than English. */
const READS_CHINESE = /^(zh|mn|bo|ug|kk|ii|za)\b/i;

/** The page is complete in two languages; everybody else is better off with English. */
export function pageLanguage(browserLanguage: string): 'zh-CN' | 'en' {
  return READS_CHINESE.test(browserLanguage) ? 'zh-CN' : 'en';
}
