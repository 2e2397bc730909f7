import { expect, test } from '../portal.ts';
import { daniel, elena, maria, signIn, signInAtTheDesk } from '../people.ts';

test('a refund over the limit is decided by somebody else, and the person sees it returned and the invoice owed again', async ({
  portal,
  elsewhere,
}) => {
  await signIn(elsewhere, maria, '/account/pay');
  await elsewhere.choose(/^Ponerme al día/);
  await elsewhere.press('Continuar');
  await elsewhere.press('Ir a pagar $4,649.50');
  await elsewhere.arriveAt('Recibimos su pago', () => elsewhere.click('El banco acepta'));
  const payment = new URL(elsewhere.page.url()).pathname;

  await signInAtTheDesk(portal, daniel, '/desk/payments');
  await portal.open(payment.replace('/account/', '/desk/'));
  await portal.follow('Devolver');
  await portal.isAt('Devolver un pago de $4,649.50');
  await portal.page.locator('[name=amount]').fill('603');
  await portal.choose('se pagó por error');
  await portal.fill(/^Explíquelo en una frase/, 'Pagó F-1063 por error');
  await portal.press('Devolver esta cantidad');
  await portal.says('Espera aprobación');
  await portal.follow('Devolver $603.00');
  await portal.says('Usted lo pidió; decide otra persona.');
  await portal.press('Salir');

  await signInAtTheDesk(portal, elena, '/desk/approvals');
  await portal.follow('Devolver $603.00');
  await portal.says('$1,800.00 hoy; $2,403.00 después');
  await portal.press('Aprobar: Devolver $603.00');
  await portal.says('Aprobada');

  const returned = elsewhere.page.getByRole('heading', { name: 'Le devolvimos $603.00' });
  await elsewhere.open(payment);
  for (let tries = 0; tries < 20 && !(await returned.isVisible()); tries += 1) await elsewhere.open(payment);
  await expect(returned).toBeVisible();
  await elsewhere.says('a la tarjeta terminada en 4242');
  await elsewhere.open('/account');
  await elsewhere.says('$603.00');
});
