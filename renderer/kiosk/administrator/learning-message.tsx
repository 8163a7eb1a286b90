import { useTranslation } from 'react-i18next';
import type { LearningView } from '#contract/terminal/administration.ts';
import { Message } from '../../ui/message.tsx';

/** The name of a rating, as it stands on the pad's keys. */
export function useLevelName(): (level: number | undefined) => string {
  const { t } = useTranslation();
  return (level) => {
    switch (level) {
      case 1:
        return t('administration.learning.levels.1');
      case 2:
        return t('administration.learning.levels.2');
      case 3:
        return t('administration.learning.levels.3');
      case 4:
        return t('administration.learning.levels.4');
      default:
        return t('administration.learning.levels.5');
    }
  };
}

/** Which key of the pad to press now, and how learning ended. */
export function LearningMessage({ learning }: { readonly learning: LearningView }) {
  const { t } = useTranslation();
  const nameOf = useLevelName();
  const { state, level, again, problem } = learning;
  const name = nameOf(level);
  switch (state) {
    case 'connecting':
      return <Message tone="info" title={t('administration.learning.connecting')} />;
    case 'asking':
      return (
        <Message
          tone="info"
          title={t(again ? 'administration.learning.askAgain' : 'administration.learning.ask', { name })}
        />
      );
    case 'learned':
      return <Message tone="good" title={t('administration.learning.learned')} />;
    case 'failed':
      return (
        <Message tone="fault" title={t('administration.learning.failed')}>
          {problem && t(`administration.learning.problems.${problem}`, { name })}
        </Message>
      );
  }
}
