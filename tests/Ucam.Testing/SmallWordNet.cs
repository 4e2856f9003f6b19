namespace Ucam.Testing;

/// <summary>
/// A made-up WordNet in the layout of the real one: entity over object, pet and number; object over animal; animal over dog and cat; lapdog is a dog
/// and a pet; Rex is an instance of a dog; "bank" means an object and a number; "void" stands alone.
/// </summary>
internal static class SmallWordNet
{
    private const string Licence = "  1 This is no real WordNet.  \n  2 Two spaces begin a line of the licence.  \n";

    private const string Data = Licence + """
        00000100 03 n 01 entity 0 000 | what there is
        00000200 03 n 02 object 0 thing 1 001 @ 00000100 n 0000 | it; has | a bar
        00000300 03 n 01 animal 0 001 @ 00000200 n 0000 | lives
        00000400 05 n 01 dog 0 002 @ 00000300 n 0000 ~ 00000700 n 0000 | barks
        00000500 05 n 01 cat 0 001 @ 00000300 n 0000 | purrs
        00000600 05 n 01 pet 0 001 @ 00000100 n 0000 | at home
        00000700 05 n 01 lapdog 0 002 @ 00000400 n 0000 @ 00000600 n 0000 | both
        00000800 23 n 02 number 0 garbage_bin 0 001 @ 00000100 n 0000 | of a kind
        00000900 18 n 01 Rex 0 001 @i 00000400 n 0000 | a dog
        00001000 03 n 01 void 0 000 | nothing

        """;

    private const string Index = Licence + """
        animal n 1 1 @ 1 0 00000300
        bank n 2 1 @ 2 0 00000200 00000800
        cat n 1 1 @ 1 0 00000500
        dog n 1 2 @ ~ 1 0 00000400
        entity n 1 0 1 0 00000100
        garbage_bin n 1 1 @ 1 0 00000800
        lapdog n 1 1 @ 1 0 00000700
        number n 1 1 @ 1 0 00000800
        object n 1 1 @ 1 0 00000200
        pet n 1 1 @ 1 0 00000600
        rex n 1 1 @i 1 0 00000900
        void n 1 0 1 0 00001000

        """;

    /// <summary>Writes the files.</summary>
    /// <returns>Their folder.</returns>
    public static string Write(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["wordnet"]);
        folder.Write("wordnet/data.noun", Data);
        folder.Write("wordnet/index.noun", Index);
        folder.Write("wordnet/noun.exc", "doggies dog\nfeles cat\n");
        return folder["wordnet"];
    }
}
