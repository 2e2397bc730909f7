import { test } from '../portal.ts';

for (const locale of ['es-MX', 'en-GB']) {
  test.describe(locale, () => {
    test.use({ locale });

    test('pages that anybody may read are well made', async ({ portal }) => {
      await portal.open('/verify');
      await portal.open('/verify/K7QF-2M9D');
      await portal.open('/nowhere', { status: 404 });
      await portal.open('/dev/components');
      await portal.open('/dev/mailbox');
      await portal.open('/dev/clock');
    });
  });
}
