import { Icon } from '~/parts/icon';
import { openPlaces } from './places';
import { hrefOf, place } from './router';

const groups = { domains: '', account: 'Account', platform: '' };

export function Navigation() {
  const all = openPlaces();
  const { path } = place.value;
  // The longest that fits is where we are: an overview is above everything.
  const here = all.filter((each) => path === each.path || (each.path !== '/' && path.startsWith(`${each.path}/`))).sort((one, other) => other.path.length - one.path.length)[0]?.path ?? (path === '/' ? all[0]?.path : undefined);
  return (
    <nav aria-label="Console" class="grow">
      {Object.entries(groups).map(([group, label]) => {
        const mine = all.filter((each) => each.group === group);
        if (mine.length === 0) return null;
        return (
          <div key={group} class="mb-4">
            {label && <h2 class="px-2 pb-1 text-xs font-medium text-soft tracking-normal">{label}</h2>}
            <ul class="grid gap-px">
              {mine.map(({ path: to, label: name, icon }) => (
                <li key={to}>
                  <a href={hrefOf(to)} aria-current={to === here ? 'page' : undefined} class="hit flex items-center gap-2.5 px-2 rounded-md text-soft hover:bg-wash hover:text-fg aria-[current]:bg-wash aria-[current]:text-fg aria-[current]:font-medium">
                    <Icon name={icon} /> {name}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
