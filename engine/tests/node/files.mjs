// The site's private file system of a browser, in memory: the parts that the engine uses.

class Folder {
  entries = new Map();

  async getDirectoryHandle(name, { create }) {
    return this.#entry(name, create, Folder);
  }

  async getFileHandle(name, { create }) {
    return this.#entry(name, create, File);
  }

  #entry(name, create, Kind) {
    if (!this.entries.has(name)) {
      if (!create) throw new DOMException(`there is no ${name}`, 'NotFoundError');
      this.entries.set(name, new Kind());
    }
    return this.entries.get(name);
  }
}

class File {
  bytes = new Uint8Array();

  async getFile() {
    const { bytes } = this;
    return { size: bytes.length, arrayBuffer: async () => bytes.slice().buffer };
  }

  /** Writes are saved when the stream is closed. */
  async createWritable({ keepExistingData }) {
    let [bytes, at] = [keepExistingData ? [...this.bytes] : [], 0];
    return {
      write: async (more) => {
        bytes.splice(at, more.length, ...more);
        at += more.length;
      },
      seek: async (to) => {
        at = to;
      },
      close: async () => {
        this.bytes = Uint8Array.from(bytes);
      },
      abort: async () => {},
    };
  }
}

export class Files {
  top = new Folder();

  /** Names and texts of the files in all folders. */
  *all() {
    for (const { entries } of this.top.entries.values()) {
      for (const [name, { bytes }] of entries) yield [name, new TextDecoder().decode(bytes)];
    }
  }
}
