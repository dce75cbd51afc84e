"""통합사례관리 (integrated case management): stages, survey, conference, plan, checks, closing, aftercare."""
