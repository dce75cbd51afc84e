"""발굴: signals, the household's worry, contact attempts, the locate list, closing with proof.

Words: Signal (one report or one line of a file), Reporter (sealed), WorkItem (one household's open worry made of n
signals), ContactAttempt, Round (차수), SourceFile, Closure. A work item is closed when a Closure row exists, and the
database accepts one only with real proof (architecture §2). 소재미확인 is an open state and never closes.
Stands on people and the ground.
"""
