import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bitmapOf, jpegFrom } from '../camera/picture-bitmap.ts';
import { type Sight, sightIn } from '../camera/take-picture.ts';
import { useAdministration } from './administration-context.ts';
import { StateLine } from './state-line.tsx';
import styles from './test-picture.module.css';

/** What the camera saw in its test and how good it is, as long as the page shows the test; nothing of it is kept. */
export function TestPicture() {
  const { t } = useTranslation();
  const { port } = useAdministration();
  const [jpeg, setJpeg] = useState<string>();
  const [sight, setSight] = useState<Sight>();
  useEffect(() => {
    let wanted = true;
    const fetchIt = async () => {
      const answer = await port.picture();
      const base64 = answer.isOk() ? answer.value.jpeg : undefined;
      if (!wanted || base64 === undefined) return;
      setJpeg(base64);
      const bitmap = await bitmapOf(jpegFrom(base64));
      const seen = bitmap.isOk() ? await sightIn(bitmap.value) : undefined;
      if (wanted) setSight(seen);
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
        {sight && (
          <StateLine tone={sight === 'good' ? 'good' : 'warning'}>
            {t(`administration.testing.sight.${sight}`)}
          </StateLine>
        )}
      </div>
    )
  );
}
