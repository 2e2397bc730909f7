import { expect, test } from '../portal.ts';
import { elena, signInAtTheDesk } from '../people.ts';

test('a supervisor groups accounts, keeps a view of them and takes the table along', async ({ portal }) => {
  await signInAtTheDesk(portal, elena, '/desk/groups');
  await portal.follow('Hacer un grupo');
  await portal.fill(/^Nombre$/, 'Un mes de atraso');
  await portal.page.locator('[name=late_from]').fill('30');
  await portal.press('Ver a quiénes toma');
  await portal.says(/2 cuentas, \$[\d,.]+\sMXN vencidos/);
  await portal.page.locator('[name=late_from]').fill('treinta');
  await portal.press('Guardar el grupo');
  await portal.hasErrors('Escriba un número entero de 0 a 3650');
  await portal.page.locator('[name=late_from]').fill('30');
  await portal.press('Guardar el grupo');
  await portal.isAt('Un mes de atraso');
  await portal.says('30 días de atraso o más');

  await portal.follow('Días de atraso');
  await portal.follow('Guardar esta vista');
  await portal.fill(/^Nombre$/, 'Los menos atrasados');
  await portal.press('Guardar');
  await expect(portal.page.getByRole('link', { name: 'Los menos atrasados' })).toHaveAttribute('aria-current', 'page');

  const link = portal.page.getByRole('link', { name: /^Descargar la tabla/ });
  const file = await portal.page.request.get((await link.getAttribute('href'))!);
  expect(file.headers()['content-disposition']).toContain('group.csv');
  const rows = (await file.text()).trim().split('\r\n');
  expect(rows).toHaveLength(3);
  expect(rows[1]).toBe('María López,4471,4649.50,MXN,30,2026-02-04');

  await portal.follow('Trabajarlo en la lista de hoy');
  await expect(portal.page.getByLabel('Grupo', { exact: true })).toHaveValue(/[0-9a-f-]{36}/);
  await portal.open('/desk/views');
  await portal.press('Quitar «Los menos atrasados»');
  await portal.says('No ha guardado ninguna vista.');
});

test('the list and an account are worked by keys alone', async ({ portal, javaScriptEnabled }) => {
  await signInAtTheDesk(portal, elena, '/desk');
  const { keyboard } = portal.page;
  if (!javaScriptEnabled) {
    // Without scripts the same list stands on a page, and everything is a link or a button.
    await portal.open('/desk/keys');
    await portal.says('Ir al buscador');
    return;
  }
  await keyboard.press('?');
  const keys = portal.page.getByRole('dialog');
  await expect(keys).toContainText('Tomar lo siguiente'.toLowerCase());
  await portal.lookOver();
  await keyboard.press('Escape');
  await expect(keys).toBeHidden();

  await keyboard.press('/');
  await expect(portal.page.locator('#desk-search')).toBeFocused();
  // Letters that are typed are letters.
  await keyboard.type('gdjkn');
  await expect(portal.page.locator('#desk-search')).toHaveValue('gdjkn');
  expect(new URL(portal.page.url()).pathname).toBe('/desk');
  await keyboard.press('Tab');

  await keyboard.press('j');
  await keyboard.press('j');
  await keyboard.press('k');
  const first = portal.page.locator('main tbody tr').first();
  await expect(first.getByRole('link').first()).toBeFocused();
  await keyboard.press('x');
  await expect(first.getByRole('checkbox')).toBeChecked();
  await keyboard.press('x');
  await expect(first.getByRole('checkbox')).not.toBeChecked();
  await portal.leave(() => keyboard.press('Enter'));
  await portal.isAt('María López');
  await portal.leave(() => keyboard.press('2'));
  await portal.says('F-1057');

  await portal.leave(async () => {
    await keyboard.press('g');
    await keyboard.press('t');
  });
  await portal.leave(() => keyboard.press('n'));
  // The dispute that was promised earlier is a colleague's.
  await portal.isAt('Propuesta de Ferretería El Tornillo');

  await portal.open('/desk/keys');
  await portal.press('Apagar los atajos');
  await portal.says('Los atajos están apagados.');
  await keyboard.press('/');
  await expect(portal.page.locator('#desk-search')).not.toBeFocused();
});
