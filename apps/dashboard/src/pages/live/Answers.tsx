import { Fragment } from 'react';
import { Link } from 'wouter';
import { Icon } from '../../components/Icon.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useNarrow } from '../../components/use-narrow.ts';
import type { Answer } from '../../say/answer.ts';
import styles from './Answers.module.css';

/** On a narrow page the answers stand beside what they are about. */
const AREAS = ['doing', 'worth', 'right', 'fair'] as const;

interface AnswersProps {
  answers: readonly Answer[];
  isLoading: boolean;
  /** The verified games are asked for apart from the live data. */
  isFairLoading: boolean;
}

/** The four questions that a reader comes with, answered in words. */
export function Answers({ answers, isLoading, isFairLoading }: AnswersProps) {
  return (
    <section id="answers" className={styles.answers} aria-label="The answers in short">
      {answers.map((answer, i) => (
        <div key={answer.question} className={`${styles.answer} ${styles[AREAS[i] ?? 'doing']}`}>
          <h2 className={styles.question}>{answer.question}</h2>
          {isLoading || (isFairLoading && i === 3) ? (
            <Skeleton lines={['45%', '85%', '65%']} />
          ) : (
            <Words answer={answer} />
          )}
        </div>
      ))}
    </section>
  );
}

function Words({ answer }: { answer: Answer }) {
  const { icon, lead, href } = answer;
  const { says, reason } = useNarrow() && answer.short ? answer.short : answer;
  const words = (
    <>
      <Icon name={icon} size={20} />
      {says}
    </>
  );
  return (
    <>
      <p className={styles.says}>
        {href.startsWith('#') ? <a href={href}>{words}</a> : <Link href={href}>{words}</Link>}
      </p>
      <p className={styles.reason}>
        {sentences(reason).map((sentence, i) => (
          <Fragment key={sentence}>
            <span className={styles.sentence}>
              {i === 0 && lead !== undefined && <strong className={styles.lead}>{lead} </strong>}
              {sentence}
            </span>{' '}
          </Fragment>
        ))}
      </p>
    </>
  );
}

const sentences = (text: string): string[] => text.split(/(?<=\.) /);
