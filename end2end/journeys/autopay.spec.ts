import { type Portal, expect, test } from '../portal.ts';
import { maria, signIn } from '../people.ts';

test('a card is kept, what is due is charged by itself after a notice, and it stops at once', async ({ portal }) => {
  await signIn(portal, maria, '/account/autopay');
  await portal.says('Primero guarde una tarjeta');
  await portal.open('/account/pay');
  await portal.choose('Otra cantidad');
  await portal.fill('Cantidad en pesos (MXN)', '100');
  await portal.press('Continuar');
  await portal.choose(/^Guardar esta tarjeta/);
  await portal.press('Ir a pagar $100.00');
  await portal.arriveAt('Recibimos su pago', () => portal.click('El banco acepta'));
  await portal.open('/account/payments');
  await appears(portal, '/account/methods', 'Visa terminada en 4242');
  await portal.follow('Pagos automáticos');

  await portal.press('Ver lo que aceptaría');
  await portal.hasErrors('Escriba el tope');
  await portal.fill(/^Tope al mes/, '10000');
  await portal.press('Ver lo que aceptaría');
  await portal.isAt('¿Acepta los pagos automáticos?');
  await portal.says('Autorizo a Aguas del Valle a cobrar a mi tarjeta Visa terminada en 4242');
  await portal.says('F-1041: $2,133.00, el lunes 9 de marzo.');
  await portal.press('Acepto');
  await portal.isAt('Los pagos automáticos están activos');
  await appears(portal, '/account/autopay', 'F-1041: $2,133.00, lunes 9 de marzo');

  for (let days = 0; days < 3; days += 1) {
    await portal.open('/dev/clock');
    await portal.press('Día siguiente');
  }
  // Three invoices are charged, whichever comes first.
  await appears(portal, '/account/payments', /\$2,133\.00\s*Recibido/);
  await portal.follow(/^Pago de \$2,133\.00/);
  await portal.isAt('Recibimos su pago');
  await portal.says('tarjeta terminada en 4242');

  await portal.open('/account/autopay');
  await portal.press('Detener ahora');
  await portal.says('Desde este momento no se envía ningún cargo.');
});

/** Loads a page until it says so: what happens later happens within seconds. */
async function appears(portal: Portal, path: string, text: string | RegExp) {
  for (let tries = 0; tries < 30; tries += 1) {
    await portal.page.goto(path);
    if (await portal.page.getByRole('main').getByText(text).first().isVisible()) break;
    await portal.page.waitForTimeout(1_000);
  }
  await portal.open(path);
  await expect(portal.page.getByRole('main')).toContainText(text);
}
