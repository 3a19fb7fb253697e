/** Every operator that MongoDB 8.0 documents, by where it stands. */
export const MONGODB_OPERATORS = {
  'query operators': `
    $eq $gt $gte $in $lt $lte $ne $nin $and $not $nor $or $exists $type $expr $jsonSchema $mod $regex $text $where
    $geoIntersects $geoWithin $near $nearSphere $all $elemMatch $size
    $bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet $comment`,
  projection: `$elemMatch $meta $slice`,
  'update operators': `
    $currentDate $inc $min $max $mul $rename $set $setOnInsert $unset $addToSet $pop $pull $push $pullAll $bit`,
  stages: `
    $addFields $bucket $bucketAuto $changeStream $changeStreamSplitLargeEvent $collStats $count $currentOp $densify
    $documents $facet $fill $geoNear $graphLookup $group $indexStats $limit $listLocalSessions $listSampledQueries
    $listSearchIndexes $listSessions $lookup $match $merge $out $planCacheStats $project $querySettings $queryStats
    $redact $replaceRoot $replaceWith $sample $search $searchMeta $set $setWindowFields $shardedDataDistribution $skip
    $sort $sortByCount $unionWith $unset $unwind $vectorSearch`,
  accumulators: `
    $accumulator $addToSet $avg $bottom $bottomN $count $first $firstN $last $lastN $max $maxN $median $mergeObjects
    $min $minN $percentile $push $stdDevPop $stdDevSamp $sum $top $topN`,
  expressions: `
    $abs $acos $acosh $add $allElementsTrue $and $anyElementTrue $arrayElemAt $arrayToObject $asin $asinh $atan $atan2
    $atanh $avg $binarySize $bitAnd $bitNot $bitOr $bitXor $bsonSize $ceil $cmp $concat $concatArrays $cond $convert $cos
    $cosh $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts $dateToString $dateTrunc
    $dayOfMonth $dayOfWeek $dayOfYear $degreesToRadians $divide $eq $exp $filter $first $firstN $floor $function
    $getField $gt $gte $hour $ifNull $in $indexOfArray $indexOfBytes $indexOfCP $isArray $isNumber $isoDayOfWeek $isoWeek
    $isoWeekYear $last $lastN $let $literal $ln $log $log10 $lt $lte $ltrim $map $max $maxN $median $mergeObjects $meta
    $millisecond $min $minN $minute $mod $month $multiply $ne $not $objectToArray $or $percentile $pow
    $radiansToDegrees $rand $range $reduce $regexFind $regexFindAll $regexMatch $replaceAll $replaceOne $reverseArray
    $round $rtrim $sampleRate $second $setDifference $setEquals $setField $setIntersection $setIsSubset $setUnion $sin
    $sinh $size $slice $sortArray $split $sqrt $stdDevPop $stdDevSamp $strLenBytes $strLenCP $strcasecmp $substr
    $substrBytes $substrCP $subtract $sum $switch $tan $tanh $toBool $toDate $toDecimal $toDouble $toHashedIndexKey
    $toInt $toLong $toLower $toObjectId $toString $toUUID $toUpper $trim $trunc $tsIncrement $tsSecond $type $unsetField
    $week $year $zip`,
} as const;

export type Family = keyof typeof MONGODB_OPERATORS;

export const namesOf = (list: string): string[] => list.trim().split(/\s+/);

/** The documents that the examples are about. */
export const DOCUMENTS = [
  { _id: 1, n: 1, t: 'a', list: [1, 2], sub: { x: 1 } },
  { _id: 2, n: 5, t: 'b', list: [2, 3, 4], sub: { x: 2 } },
  { _id: 3, n: null, list: [] },
];

const count = (n: number): object => ({ $sum: n });

/**
 * An example of each operator that the server has, with its result: the ids that a query finds, the field that a projection
 * shows of document 2, what an update changes in document 1, what a pipeline gives, what an accumulator makes of all `n`, what an
 * expression is for document 1.
 */
export const EXAMPLES: Record<Family, Record<string, [usage: unknown, result: unknown]>> = {
  'query operators': {
    $eq: [{ n: { $eq: 1 } }, [1]],
    $gt: [{ n: { $gt: 1 } }, [2]],
    $gte: [{ n: { $gte: 1 } }, [1, 2]],
    $in: [{ t: { $in: ['a', 'z'] } }, [1]],
    $lt: [{ n: { $lt: 5 } }, [1]],
    $lte: [{ n: { $lte: 5 } }, [1, 2]],
    $ne: [{ n: { $ne: 1 } }, [2, 3]],
    $nin: [{ t: { $nin: ['a'] } }, [2, 3]],
    $and: [{ $and: [{ n: 1 }, { t: 'a' }] }, [1]],
    $or: [{ $or: [{ n: 1 }, { t: 'b' }] }, [1, 2]],
    $nor: [{ $nor: [{ n: 1 }, { t: 'b' }] }, [3]],
    $not: [{ n: { $not: { $gt: 1 } } }, [1, 3]],
    $exists: [{ t: { $exists: false } }, [3]],
    $type: [{ n: { $type: 'null' } }, [3]],
    $regex: [{ t: { $regex: '^B', $options: 'i' } }, [2]],
    $size: [{ list: { $size: 3 } }, [2]],
    $elemMatch: [{ list: { $elemMatch: { $gt: 2, $lt: 4 } } }, [2]],
    $all: [{ list: { $all: [2, 4] } }, [2]],
    $mod: [{ n: { $mod: [4, 1] } }, [1, 2]],
    $expr: [{ $expr: { $gt: ['$n', '$sub.x'] } }, [2, 3]], // null is more than missing
    $comment: [{ n: 1, $comment: 'why' }, [1]],
  },
  projection: {
    $slice: [{ list: { $slice: -1 } }, [4]],
    $elemMatch: [{ list: { $elemMatch: { $gt: 2 } } }, [3]],
  },
  'update operators': {
    $set: [{ $set: { n: 7 } }, { set: { n: 7 }, gone: [] }],
    $unset: [{ $unset: { t: '' } }, { set: {}, gone: ['t'] }],
    $setOnInsert: [{ $setOnInsert: { n: 7 } }, { set: {}, gone: [] }],
    $inc: [{ $inc: { n: 2 } }, { set: { n: 3 }, gone: [] }],
    $mul: [{ $mul: { n: 6 } }, { set: { n: 6 }, gone: [] }],
    $min: [{ $min: { n: 0 } }, { set: { n: 0 }, gone: [] }],
    $max: [{ $max: { n: 9 } }, { set: { n: 9 }, gone: [] }],
    $bit: [{ $bit: { n: { or: 6 } } }, { set: { n: 7 }, gone: [] }],
    $currentDate: [{ $currentDate: { n: true } }, { set: { n: expect.any(Date) }, gone: [] }],
    $rename: [{ $rename: { t: 'u' } }, { set: { u: 'a' }, gone: ['t'] }],
    $push: [{ $push: { list: 5 } }, { set: { list: [1, 2, 5] }, gone: [] }],
    $addToSet: [{ $addToSet: { list: { $each: [2, 3] } } }, { set: { list: [1, 2, 3] }, gone: [] }],
    $pop: [{ $pop: { list: -1 } }, { set: { list: [2] }, gone: [] }],
    $pull: [{ $pull: { list: { $gt: 1 } } }, { set: { list: [1] }, gone: [] }],
    $pullAll: [{ $pullAll: { list: [1, 2] } }, { set: { list: [] }, gone: [] }],
  },
  stages: {
    $match: [[{ $match: { n: 5 } }, { $project: { n: 1 } }], [{ _id: 2, n: 5 }]],
    $sort: [[{ $sort: { _id: -1 } }, { $limit: 1 }, { $project: { _id: 1 } }], [{ _id: 3 }]],
    $skip: [[{ $skip: 2 }, { $project: { _id: 1 } }], [{ _id: 3 }]],
    $limit: [[{ $limit: 1 }, { $project: { _id: 1 } }], [{ _id: 1 }]],
    $project: [[{ $limit: 1 }, { $project: { _id: 0, m: '$n' } }], [{ m: 1 }]],
    $addFields: [[{ $limit: 1 }, { $addFields: { n: 2 } }, { $project: { n: 1 } }], [{ _id: 1, n: 2 }]],
    $set: [[{ $limit: 1 }, { $set: { n: '$t' } }, { $project: { n: 1 } }], [{ _id: 1, n: 'a' }]],
    $unset: [[{ $limit: 1 }, { $unset: ['t', 'list', 'sub'] }], [{ _id: 1, n: 1 }]],
    $replaceRoot: [[{ $limit: 1 }, { $replaceRoot: { newRoot: '$sub' } }], [{ x: 1 }]],
    $replaceWith: [[{ $limit: 1 }, { $replaceWith: { a: '$n' } }], [{ a: 1 }]],
    $unwind: [
      [{ $limit: 1 }, { $unwind: '$list' }, { $project: { list: 1 } }],
      [
        { _id: 1, list: 1 },
        { _id: 1, list: 2 },
      ],
    ],
    $group: [[{ $group: { _id: null, n: count(1) } }], [{ _id: null, n: 3 }]],
    $sortByCount: [[{ $match: { n: 1 } }, { $sortByCount: '$t' }], [{ _id: 'a', count: 1 }]],
    $count: [[{ $count: 'all' }], [{ all: 3 }]],
    $sample: [[{ $sample: { size: 9 } }, { $count: 'all' }], [{ all: 3 }]],
    $out: [[{ $out: 'operators_out' }], []],
    $merge: [[{ $merge: 'operators_merge' }], []],
    $indexStats: [[{ $indexStats: {} }, { $project: { name: 1 } }], [{ name: '_id_' }]],
    $collStats: [[{ $collStats: { count: {} } }, { $project: { count: 1 } }], [{ count: 3 }]],
    $documents: [[{ $documents: [{ a: 1 }] }], [{ a: 1 }]],
    $listLocalSessions: [[{ $listLocalSessions: {} }, { $count: 'all' }], [{ all: 1 }]],
  },
  accumulators: {
    $sum: ['$n', 6],
    $avg: ['$n', 3],
    $min: ['$n', 1],
    $max: ['$n', 5],
    $first: ['$n', 1],
    $last: ['$n', null],
    $push: ['$n', [1, 5, null]],
    $addToSet: ['$n', [1, 5, null]],
    $count: [{}, 3],
  },
  expressions: {
    $literal: [{ $literal: '$n' }, '$n'],
    $cond: [{ $cond: ['$n', 'yes', 'no'] }, 'yes'],
    $ifNull: [{ $ifNull: ['$none', '$t'] }, 'a'],
    $eq: [{ $eq: ['$n', 1] }, true],
    $ne: [{ $ne: ['$n', 1] }, false],
    $gt: [{ $gt: ['$n', 0] }, true],
    $gte: [{ $gte: ['$n', 1] }, true],
    $lt: [{ $lt: ['$n', 1] }, false],
    $lte: [{ $lte: ['$n', 1] }, true],
    $cmp: [{ $cmp: ['$n', 2] }, -1],
    $and: [{ $and: ['$n', false] }, false],
    $or: [{ $or: ['$n', false] }, true],
    $not: [{ $not: ['$n'] }, false],
    $add: [{ $add: ['$n', 2] }, 3],
    $subtract: [{ $subtract: ['$n', 2] }, -1],
    $multiply: [{ $multiply: ['$n', 2] }, 2],
    $divide: [{ $divide: ['$n', 2] }, 0.5],
    $abs: [{ $abs: -3 }, 3],
    $sum: [{ $sum: '$list' }, 3],
    $avg: [{ $avg: '$list' }, 1.5],
    $min: [{ $min: '$list' }, 1],
    $max: [{ $max: '$list' }, 2],
    $concat: [{ $concat: ['$t', 'b'] }, 'ab'],
    $concatArrays: [{ $concatArrays: ['$list', [3]] }, [1, 2, 3]],
    $size: [{ $size: '$list' }, 2],
    $mergeObjects: [{ $mergeObjects: ['$sub', { y: 2 }] }, { x: 1, y: 2 }],
    $type: [{ $type: '$t' }, 'string'],
    $rand: [{ $rand: {} }, expect.any(Number)],
    $getField: [{ $getField: { field: 'x', input: '$sub' } }, 1],
    $setField: [{ $setField: { field: { $literal: '$y' }, input: '$sub', value: 3 } }, { x: 1, $y: 3 }],
    $unsetField: [{ $unsetField: { field: 'x', input: '$sub' } }, {}],
  },
};
