"""`make pictures`: the screens as they are, from synthetic data, for the README and for eyes before a release."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.journeys.house import ROOT, browser, running_house, sign_in

# file name → (who, path, width)
SCREENS = {
    "today": ("officer1-1", "/today/", 1280),
    "team": ("head1", "/today/team/", 1280),
    "work_list": ("officer1-1", "/discovery/", 1280),
    "inbox": ("head1", "/discovery/signals/", 1280),
    "locate": ("officer1-1", "/discovery/locate/", 1280),
    "files": ("officer1-1", "/discovery/files/", 1280),
    "report_signal": ("officer1-1", "/discovery/signals/new/", 1280),
    "visits": ("officer1-1", "/visits/", 1280),
    "board": ("officer1-1", "/visits/board/", 1280),
    "week": ("officer1-1", "/visits/week/", 1280),
    "week_tablet": ("officer1-1", "/visits/week/?view=pair", 820),
    "plan_weights": ("hope1", "/visits/weights/", 1280),
    "visit_calendar": ("officer1-1", "/visits/calendar/", 1280),
    "universal": ("nurse1", "/visits/universal/", 1280),
    "due_list": ("nurse1", "/visits/universal/UNIV_65/", 1280),
    "visit_rules": ("hope1", "/visits/programmes/", 1280),
    "emergency": ("emergency1", "/emergency/", 1280),
    "committee": ("emergency1", "/emergency/committee/", 1280),
    "emergency_money": ("emergency1", "/emergency/money/", 1280),
    "case_labels": ("hope1", "/cases/labels/", 1280),
    "workload": ("hope1", "/cases/workload/", 1280),
    "cases": ("manager1", "/cases/", 1280),
    "resources": ("resource1", "/resources/", 1280),
    "applications": ("officer1-1", "/benefits/applications/", 1280),
    "missing": ("officer1-1", "/benefits/missing/", 1280),
    "reports": ("hope1", "/statistics/", 1280),
    "monthly": ("hope1", "/statistics/monthly/", 1280),
    "discovery_report": ("hope1", "/statistics/discovery/", 1280),
    "indicators": ("hope1", "/statistics/indicators/", 1280),
    "builder": ("hope1", "/statistics/build/", 1280),
    "closed_tables": ("hope1", "/statistics/closed/", 1280),
    "town": ("hope1", "/statistics/oversight/", 1280),
    "town_tablet": ("hope1", "/statistics/oversight/", 820),
    "province": ("monitor1", "/statistics/oversight/", 1280),
    "rollout": ("monitor1", "/rollout/", 1280),
    "staffing": ("monitor1", "/rollout/staffing/", 1280),
    "vehicles": ("hope1", "/rollout/vehicles/", 1280),
    "markets": ("officer1-1", "/counselling/markets/", 1280),
    "offers": ("resource1", "/resources/offers/", 1280),
    "shares": ("resource1", "/resources/allocations/shares/", 1280),
    "chest": ("resource1", "/resources/chest/", 1280),
    "visiting_week": ("manager1", "/resources/visiting/", 1280),
    "lots": ("resource1", "/resources/lots/", 1280),
    "conferences": ("hope1", "/cases/conferences/", 1280),
    "programmes": ("officer1-1", "/programmes/", 1280),
    "new_programme": ("officer1-1", "/programmes/new/", 1280),
    "programmes_tablet": ("nurse1", "/programmes/", 820),
    "evaluation": ("hope1", "/rollout/evaluation/", 1280),
    "blank_forms": ("officer1-1", "/forms/", 1280),
    "me": ("officer1-1", "/accounts/me/", 1280),
    "specialist_today": ("specialist1", "/today/", 1280),
    "approvals": ("head1", "/today/approvals/", 1280),
    "dong_head": ("donghead1", "/today/team/", 1280),
    "audit": ("privacy1", "/audit/review/", 1280),
    "posts": ("admin1", "/accounts/posts/", 1280),
    "field_card": ("volunteer19-1", "/field/card/", 390),
    "field_report": ("volunteer19-1", "/field/report/", 390),
    "today_tablet": ("officer1-1", "/today/", 820),
    "universal_tablet": ("nurse1", "/visits/universal/", 820),
    "due_list_tablet": ("nurse1", "/visits/universal/UNIV_65/", 820),
    "work_list_tablet": ("officer1-1", "/discovery/", 820),
}
PUBLIC = {
    "receipt": ("/portal/receipt/", 390),
    "portal": ("/portal/", 390),
    "portal_report": ("/portal/report/", 390),
    "portal_benefits": ("/portal/benefits/", 390),
    "login": ("/accounts/login/", 1280),
}


def take(folder: Path, story: str, only: str = "") -> list[str]:
    """Take every picture (or one) into `folder`; returns what could not be shown."""
    missing = []
    with (
        tempfile.TemporaryDirectory(prefix="bokjihub") as data,
        running_house(Path(data), story=story) as house,
        browser() as chromium,
    ):
        windows = {}
        for name, (who, path, width) in SCREENS.items():
            if only not in {"", name}:
                continue
            if (who, width) not in windows:
                windows[who, width] = sign_in(chromium, house, who, width=width)
            page = windows[who, width]
            answer = page.goto(house.url + path)
            if answer is None or answer.status != 200:
                missing.append(f"{name}: {path} → {answer.status if answer else 'no answer'}")
            page.screenshot(path=folder / f"{name}.png", full_page=True)
        for name, (path, width) in PUBLIC.items() if not only else ():
            page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
            answer = page.goto(house.url + path)
            if answer is None or answer.status != 200:
                missing.append(f"{name}: {path}")
            page.screenshot(path=folder / f"{name}.png", full_page=True)
    return missing


def main() -> int:
    """Write the pictures; 1 when a screen did not open."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "artefacts")
    parser.add_argument("--story", default="namwon")
    parser.add_argument("--only", default="", choices=["", *SCREENS], help="one screen")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    missing = take(asked.folder, asked.story, asked.only)
    sys.stderr.write("".join(f"{line}\n" for line in missing))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
