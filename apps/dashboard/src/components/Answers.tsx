import type { Answer } from '../say/answer.ts';
import { Icon } from './Icon.tsx';
import { Skeleton } from './Skeleton.tsx';
import styles from './Answers.module.css';

/** On a narrow page the answers stand beside what they are about. */
const AREAS = ['doing', 'worth', 'right', 'storing'] as const;

/** The four questions that a reader comes with, answered in words. */
export function Answers({ answers, isLoading }: { answers: readonly Answer[]; isLoading: boolean }) {
  return (
    <section id="answers" className={styles.answers} aria-label="The answers in short" tabIndex={-1}>
      {answers.map((answer, i) => (
        <div key={answer.question} className={`${styles.answer} ${styles[AREAS[i] ?? 'doing']}`}>
          <h2 className={styles.question}>{answer.question}</h2>
          {isLoading ? <Skeleton lines={['40%', '80%', '60%']} /> : <Words answer={answer} />}
        </div>
      ))}
    </section>
  );
}

function Words({ answer: { icon, says, lead, reason } }: { answer: Answer }) {
  return (
    <>
      <p className={styles.says}>
        <Icon name={icon} size={20} />
        {says}
      </p>
      <p className={styles.reason}>
        {lead !== undefined && <strong className={styles.lead}>{lead} </strong>}
        {reason}
      </p>
    </>
  );
}
