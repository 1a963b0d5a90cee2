"""What a patient may want to understand: the pages in our own words, each sentence with what it rests on.

Only what the leaflet says [L] or a publication found [F] is told as fact; what is from memory or our own proposal
never is. One module is one page; `shelf` has them in order.
"""
