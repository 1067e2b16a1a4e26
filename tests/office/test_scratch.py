import time
def test_x(office):
    office.write()
    t=time.time(); print(office.round(), time.time()-t)
    print(office.register()); print(office.mails())
    for l in office.letters(): print(l.to,l.name,l.subject); print(l.text)
    for e in office.log(): print(e["event"],e["case"],e["reason"])
def test_y(office): pass
