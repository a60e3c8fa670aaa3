export declare const MAJORS: Readonly<Record<number, string>>;
export declare function fetched(name: string, major: number): string;
