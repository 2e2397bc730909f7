import { type Portal, expect, test } from '../portal.ts';
import { anna, maria, signIn } from '../people.ts';

test('a voucher is chosen, shown with its reference, paid in a shop, and is a receipt then', async ({ portal, elsewhere }) => {
  await signIn(portal, maria);
  await portal.open('/account/pay/review?how=overdue');
  await portal.says('OXXO puede cobrar una comisión en caja');
  await portal.choose(/^Efectivo en OXXO/);
  await portal.press('Ir a pagar $4,649.50');
  await portal.arriveAt('Pague $4,649.50 en OXXO', () => portal.click('Sacar el comprobante'));
  await portal.says('miércoles 11 de marzo, 23:59 (hora de Ciudad de México)');
  const reference = await portal.page.getByRole('definition').first().innerText();
  expect(reference).toMatch(/^[\d ]{17}$/);
  const voucher = portal.page.url();
  await portal.follow('Ver o imprimir el comprobante');
  await portal.says(reference.replaceAll(' ', ''));

  await portal.open('/account');
  await portal.says('Comprobante de OXXO por pagar');
  await portal.follow('Ver el pago');
  await portal.isAt('Pague $4,649.50 en OXXO');
  await elsewhere.open('/dev/stripe/waiting');
  await elsewhere.press('Se paga en la tienda');
  await portal.arriveAt('Recibimos su pago', () => returns(portal, voucher));
  await portal.says('OXXO');
});

test('a transfer that falls short says what is missing, and is a receipt once the rest has come', async ({ portal, elsewhere }) => {
  await signIn(portal, maria);
  await portal.open('/account/pay/review?how=amount&amount=3000');
  await portal.choose(/^Transferencia SPEI/);
  await portal.press('Ir a pagar $3,000.00');
  await portal.arriveAt('Transfiera $3,000.00', () => portal.click('Ver los datos para transferir'));
  await portal.says(/CLABE\s*646180\d{12}/);
  const waiting = portal.page.url();
  await transfers(elsewhere, '2500');
  await portal.arriveAt('Llegaron $2,500.00; faltan $500.00', () => returns(portal, waiting));
  await portal.says('Envíe lo que falta a la misma CLABE.');
  await transfers(elsewhere, '500');
  await portal.arriveAt('Recibimos su pago', () => returns(portal, waiting));
  await portal.says('transferencia SPEI');
});

test('a debit is days in the air, and when the bank does not pay it that is said', async ({ portal, elsewhere }) => {
  await signIn(portal, anna);
  await portal.open('/account/pay/review?how=everything');
  await portal.choose(/^Cargo en cuenta/);
  await portal.press(/^Ir a pagar €278.40/);
  await portal.arriveAt('Su pago está en proceso', () => portal.click('Autorizar el cargo'));
  await portal.says('No pague otra vez.');
  const flying = portal.page.url();
  await portal.open('/account/pay');
  await portal.says('Pago en proceso');
  await elsewhere.open('/dev/stripe/waiting');
  await elsewhere.press('El banco no paga');
  await portal.arriveAt('No se cobró', () => returns(portal, flying));
  await portal.says('Su banco no pagó el cargo en la cuenta terminada en 3000.');
  await portal.follow('Probar con otro medio');
  await portal.isAt('Revise su pago');
});

/** Some of what is waited for arrives. */
async function transfers(portal: Portal, amount: string) {
  await portal.open('/dev/stripe/waiting');
  await portal.fill('Cantidad que llega', amount);
  await portal.press('Llega la transferencia');
}

/** Opens a page that waits for news. It also loads itself anew, which ends a visit that is on its way to it. */
async function returns(portal: Portal, url: string) {
  await portal.page.goto(url).catch(() => undefined);
}
