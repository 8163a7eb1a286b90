import { useTranslation } from 'react-i18next';
import zhCn from '../../i18n/desk.zh-CN.json';

type ScreenName = keyof typeof zhCn.staff.screens;

/** The terminal's page in words: it says `queue.services`, of which the last part names the page. */
export function useScreenName(): (screen: string) => string {
  const { t } = useTranslation('desk');
  return (screen) => {
    const name = screen.split('.').at(-1) ?? '';
    return t(`staff.screens.${isScreenName(name) ? name : 'other'}`);
  };
}

function isScreenName(name: string): name is ScreenName {
  return name in zhCn.staff.screens;
}
