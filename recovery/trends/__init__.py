"""Where a patient stood: assessments, made once, never changed. Does not know `alerts`.

May use: `clinical`, `people`, `episodes`, `journal`.
"""
