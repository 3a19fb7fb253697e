import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/**
 * jest's environment for Node.js, with globals that are looked up as they are outside of it. jest makes a file's world from an object that it
 * watches, and V8 then asks that object for each `Math`, `Buffer` or `Date` of the code: tests that compute took a third longer.
 */
export default class PlainGlobals extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm;
    // What jest calls while it sets up, and nobody else.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }
}
