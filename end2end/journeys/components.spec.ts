import { test } from '../portal.ts';

test('every component stands on a page that axe finds nothing wrong with', async ({ portal }) => {
  await portal.open('/dev/components');
});
