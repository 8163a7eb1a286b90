import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdministration } from './administration-context.ts';
import styles from './test-picture.module.css';

/** What the camera saw in its test, as long as the page shows the test; nothing of it is kept. */
export function TestPicture() {
  const { t } = useTranslation();
  const { port } = useAdministration();
  const [jpeg, setJpeg] = useState<string>();
  useEffect(() => {
    let wanted = true;
    const fetchIt = async () => {
      const answer = await port.picture();
      if (wanted && answer.isOk()) setJpeg(answer.value.jpeg);
    };
    void fetchIt();
    return () => {
      wanted = false;
    };
  }, [port]);
  return (
    jpeg !== undefined && (
      <div className={styles.frame}>
        <img
          className={styles.picture}
          src={`data:image/jpeg;base64,${jpeg}`}
          alt={t('administration.testing.pictureTaken')}
        />
      </div>
    )
  );
}
