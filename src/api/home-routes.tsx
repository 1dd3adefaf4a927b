import { Hono } from 'hono';
import { HomePage } from './home-page.tsx';

/** `/`: that the service runs and where to go on. */
export function homeRoutes(isLocal: boolean): Hono {
  const routes = new Hono();
  routes.get('/', (c) => c.html(<HomePage chatUrl={isLocal ? '/chat' : null} />));
  return routes;
}
