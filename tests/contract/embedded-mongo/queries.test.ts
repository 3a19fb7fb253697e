import { ObjectId } from 'mongodb';
import seedrandom from 'seedrandom';
