import { type Portal, expect, test } from '../portal.ts';
import { daniel, maria, signIn, signInAtTheDesk } from '../people.ts';

test('a debtor makes a link, a stranger pays it, and the debtor sees it paid', async ({ portal, elsewhere }) => {
  await signIn(portal, maria, '/account/pay');
  await portal.follow('Pídale a alguien que pague por usted');
  await portal.press('Crear enlace');
  await portal.says('Enlace creado');
  await elsewhere.open(await address(portal));
  await elsewhere.isAt('Pagar a Aguas del Valle');
  await elsewhere.says('Cuenta de M•••• L••••, terminada en 71');
  await elsewhere.fill(/^Correo para el comprobante/, 'vecina');
  await elsewhere.press('Ir a pagar');
  await elsewhere.hasErrors('Escriba el correo completo, como nombre@correo.com');
  await elsewhere.fill(/^Correo para el comprobante/, 'vecina@example.mx');
  await elsewhere.press('Ir a pagar');
  await elsewhere.arriveAt('Recibimos su pago', () => elsewhere.click('El banco acepta'));
  await elsewhere.says('$4,649.50');
  await elsewhere.says(/Referencia R-\d+/);
  await expect(elsewhere.page.getByRole('main')).not.toContainText(/F-1041|María|4471/);
  await portal.open('/account/payments');
  await portal.says('Pagado con un enlace');
  await portal.follow(/^Pago de \$4,649\.50/);
  await portal.says('Está al día.');
  await portal.open('/account/pay/links');
  await portal.says('Pagado');
});

test('the team makes a link for an invoice and ends it', async ({ portal, elsewhere }) => {
  await signInAtTheDesk(portal, daniel);
  await portal.open('/desk/accounts?q=F-1057');
  await portal.follow(/María López/);
  await portal.follow('Enlaces de pago');
  await portal.choose(/F-1057/);
  await portal.press('Crear enlace');
  const link = await address(portal);
  await elsewhere.open(link);
  await elsewhere.says('$1,813.50');
  await portal.press(/^Anular/);
  await portal.says('Enlace anulado');
  await elsewhere.open(link, { status: 404 });
  await elsewhere.isAt('Este enlace ya no sirve');
});

/** The link that was made last, as it is read off the page. */
async function address(portal: Portal): Promise<string> {
  return new URL(await portal.page.locator('code.address').first().innerText()).pathname;
}
