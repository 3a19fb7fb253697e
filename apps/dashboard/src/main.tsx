import { createRoot } from 'react-dom/client';
import './theme/font.css';
import './theme/tokens.css';
import './theme/base.css';
import { App } from './frame/App.tsx';
import { startClock } from './live/clock.ts';
import { startLive } from './live/client.ts';
import { startTheme } from './theme/theme.ts';

startTheme();
startClock();
startLive();
createRoot(document.getElementById('root')!).render(<App />);
