import { test } from '../portal.ts';
import { daniel, maria, signIn, signInAtTheDesk } from '../people.ts';

test('interest is waived at the desk with a reason, and the person reads who decided so and why', async ({
  portal,
  elsewhere,
}) => {
  await signInAtTheDesk(portal, daniel, '/desk/accounts');
  await portal.follow(/María López/);
  await portal.follow('Facturas');
  await portal.follow('F-1057');
  await portal.follow('Condonar intereses o cargos');
  await portal.isAt('Condonar de la factura F-1057');
  await portal.page.locator('[name=amount]').fill('99');
  await portal.fill(/^Por qué se condona/, 'La factura llegó tarde');
  await portal.press('Condonar');
  await portal.says('Lo más que se puede condonar es $13.50');
  await portal.page.locator('[name=amount]').fill('13.50');
  await portal.press('Condonar');

  await signIn(elsewhere, maria, '/account/balance?of=total');
  await elsewhere.says('Se condonó; lo autorizó Daniel: La factura llegó tarde');
});
