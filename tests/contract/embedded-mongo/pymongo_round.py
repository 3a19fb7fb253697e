"""The same round of reads and writes as any other client: by PyMongo, a driver of another decade."""

import sys
import datetime

import pymongo
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure

client = pymongo.MongoClient(sys.argv[1], serverSelectionTimeoutMS=5000)
c = client.pymongo_round.things
c.drop()

assert c.create_index([("k", 1), ("at", -1)], unique=True) == "k_1_at_-1"
at = datetime.datetime(2026, 1, 1)
assert c.insert_one({"_id": 1, "k": "a", "at": at, "list": [1, 2], "sub": {"x": 1}}).inserted_id == 1
assert len(c.insert_many([{"k": str(n), "at": at, "n": n} for n in range(500)]).inserted_ids) == 500
try:
    c.insert_one({"k": "a", "at": at})
    raise AssertionError("a duplicate was taken")
except DuplicateKeyError as error:
    assert error.code == 11000 and "k_1_at_-1" in str(error)

assert c.find_one({"k": "a"})["sub"] == {"x": 1}
assert [d["n"] for d in c.find({"n": {"$gte": 495}}).sort("n", -1)] == [499, 498, 497, 496, 495]
assert len(list(c.find({}, {"_id": 0, "n": 1}, batch_size=50))) == 501
assert c.count_documents({"n": {"$lt": 10}}) == 10
assert c.estimated_document_count() == 501
assert c.distinct("list") == [1, 2]
assert "k_1_at_-1" in str(c.find({"k": "a"}).explain()["queryPlanner"])

assert c.update_one({"k": "a"}, {"$inc": {"sub.x": 2}, "$push": {"list": 3}}).modified_count == 1
assert c.update_many({"n": {"$lt": 5}}, {"$set": {"small": True}}).matched_count == 5
assert c.update_one({"k": "new", "at": at}, {"$setOnInsert": {"n": -1}}, upsert=True).upserted_id is not None
assert c.replace_one({"k": "new"}, {"k": "new", "at": at, "n": -2}).modified_count == 1
assert c.find_one_and_update({"k": "a"}, {"$set": {"y": 1}}, return_document=True)["y"] == 1
assert c.find_one_and_delete({"k": "new"})["n"] == -2

try:
    c.bulk_write(
        [
            pymongo.InsertOne({"k": "0", "at": at}),
            pymongo.UpdateOne({"k": "b", "at": at}, {"$set": {"n": 0}}, upsert=True),
            pymongo.DeleteOne({"k": "b"}),
        ],
        ordered=False,
    )
    raise AssertionError("a duplicate was taken")
except BulkWriteError as error:
    assert [e["index"] for e in error.details["writeErrors"]] == [0]
    assert error.details["nUpserted"] == 1 and error.details["nRemoved"] == 1

groups = c.aggregate([{"$match": {"n": {"$gte": 0}}}, {"$group": {"_id": "$small", "n": {"$sum": 1}}}, {"$sort": {"n": 1}}])
assert [g["n"] for g in groups] == [5, 495]
try:
    list(c.find({"$where": "true"}))
    raise AssertionError("$where was taken")
except OperationFailure as error:
    assert error.code == 238
assert c.delete_many({}).deleted_count == 501
assert client.pymongo_round.command("dbstats")["objects"] == 0
client.drop_database("pymongo_round")
print("done with PyMongo", pymongo.version)
