"""시도 > 시군구 > 읍면동 > 통·리, teams and what they cover, with dates."""
