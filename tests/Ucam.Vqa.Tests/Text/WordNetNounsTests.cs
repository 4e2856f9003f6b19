using CsCheck;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Text;

/// <summary>Wu and Palmer's similarity on a made-up WordNet, with values by hand: 2·depth of what both are, over the sum of their depths through it.</summary>
public sealed class WordNetNounsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dog", "dog", 1)]
    [InlineData("dog", "cat", 6.0 / 8)]
    [InlineData("cat", "dog", 6.0 / 8)]
    [InlineData("dog", "animal", 6.0 / 7)]
    [InlineData("dog", "entity", 2.0 / 5)]
    [InlineData("lapdog", "dog", 8.0 / 9)]
    [InlineData("lapdog", "pet", 4.0 / 5)]
    [InlineData("lapdog", "cat", 6.0 / 9)]
    [InlineData("rex", "cat", 6.0 / 9)]
    [InlineData("bank", "number", 1)]
    [InlineData("bank", "animal", 4.0 / 5)]
    [InlineData("garbage bin", "number", 1)]
    [InlineData("Garbage_bin", "object", 2.0 / 4)]
    [InlineData("dogs", "cat", 6.0 / 8)]
    [InlineData("feles", "doggies", 6.0 / 8)]
    [InlineData("void", "dog", 0)]
    [InlineData("unicorn", "dog", 0)]
    [InlineData("", "dog", 0)]
    public void Similarity_is_of_the_meanings_that_are_most_alike(string a, string b, double expected) =>
        WordNetNouns.Open(SmallWordNet.Write(_folder)).Similarity(a, b).Should().BeApproximately(expected, 1e-12);

    [Fact]
    public void A_folder_without_the_files_is_refused_with_where_they_are_to_be_had()
    {
        Action open = () => WordNetNouns.Open(_folder.Path);
        open.Should().Throw<UcamException>().WithMessage("*index.noun does not exist*wordnet-base*");
    }

    [Theory]
    [InlineData("data.noun", "00000400 05", "00000300 05", "line 6: 00000300 stands twice")]
    [InlineData("data.noun", "@ 00000600 n", "@ 00000601 n", "line 9: it names 00000601")]
    [InlineData("data.noun", "entity 0 000", "entity 0 001 @ 00000400 n 0000", "is a kind of it")]
    [InlineData("data.noun", "cat 0 001", "cat 0 003", "line 7: it has fewer than its 3 pointers")]
    [InlineData("data.noun", "00000500 05 n 01", "00000500 05 n zz", "line 7: field 4 is no number")]
    [InlineData("index.noun", "@ 1 0 00000500", "@ 1 0", "line 5: it has 7 fields where 8 are needed")]
    [InlineData("index.noun", "00000500", "500", "line 5: field 8 is no place of eight digits")]
    public void What_is_not_whole_is_told_with_its_line(string file, string from, string to, string mention)
    {
        string path = Path.Combine(SmallWordNet.Write(_folder), file), text = File.ReadAllText(path);
        text.Should().Contain(from);
        File.WriteAllText(path, text.Replace(from, to));
        Action open = () => WordNetNouns.Open(_folder["wordnet"]);
        open.Should().Throw<UcamException>().Which.Message.Should().ContainAll(path, mention).And.NotContain("\n");
    }

    [Fact]
    public void Damage_of_any_kind_is_an_error_or_another_tree_and_never_a_crash()
    {
        string folder = SmallWordNet.Write(_folder);
        string[] files = [Path.Combine(folder, "data.noun"), Path.Combine(folder, "index.noun"), Path.Combine(folder, "noun.exc")];
        byte[][] whole = [.. files.Select(File.ReadAllBytes)];
        Gen.Select(Gen.Int[0, 2], Gen.Double[0, 0.999], Gen.Byte, Gen.Int[0, 2]).Sample((f, at, value, change) =>
        {
            int i = (int)(at * whole[f].Length);
            File.WriteAllBytes(files[f], change switch
            {
                0 => [.. whole[f][..i], value, .. whole[f][(i + 1)..]],
                1 => whole[f][..i],
                _ => [.. whole[f][..i], value, .. whole[f][i..]],
            });
            try
            {
                WordNetNouns.Open(folder).Similarity("lapdog", "cat").Should().BeInRange(0, 1);
            }
            catch (UcamException e)
            {
                e.Message.Should().NotContain("\n");
            }
            finally
            {
                File.WriteAllBytes(files[f], whole[f]);
            }
        }, iter: Damage.Count(400), threads: 1);
    }
}
