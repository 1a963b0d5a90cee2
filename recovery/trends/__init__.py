"""Where a patient stood: assessments, made once, never changed; and a clinic as a whole. Does not know `alerts`.

May use: `clinical`, `people`, `episodes`, `journal`.
"""
