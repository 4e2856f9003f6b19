using Ucam.Vqa.Features;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Features;

public sealed class FeatureIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Part(string name, long[] ids, int columns = 3, string backbone = "abc", string? network = null)
    {
        string path = _folder[name];
        using var scope = NewDisposeScope();
        using var writer = FeatureFileWriter.Create(path, ids.Length, 2, columns, 4,
            Texts());
        if (ids.Length > 0) writer.Append(ids, tensor([.. ids.Select(id => (float)id)]).reshape(-1, 1, 1).expand(ids.Length, 2 * columns, 4));
        writer.Commit();
        return path;

        Dictionary<string, string> Texts()
        {
            var texts = new Dictionary<string, string>
            { ["backbone"] = backbone, ["set"] = name, [FeatureMerge.ShardKey] = "1/2", [FeatureMerge.PicturesKey] = name };
            if (network is not null) texts[FeatureMerge.NetworkKey] = network;
            return texts;
        }
    }

    private string Index(params string[] parts)
    {
        FeatureIndex.Write(parts, _folder["all.json"], sums: true, null, CancellationToken.None);
        return _folder["all.json"];
    }

    [Fact]
    public void Several_files_are_read_as_one_in_any_order_of_rows()
    {
        string[] parts = [Part("a", [5, 1]), Part("none", []), Part("b", [9]), Part("c", [2, 7, 8])];
        FeatureIndex.Write(parts, _folder["all.json"], sums: true, null, CancellationToken.None).Should().Be(6);
        using var scope = NewDisposeScope();
        using FeatureFile file = FeatureFile.Open(_folder["all.json"]);
        file.Ids.ToArray().Should().Equal(5, 1, 9, 2, 7, 8);
        (file.Count, file.Grid, file.IndexOf(9), file.IndexOf(8), file.IndexOf(3)).Should().Be((6, (2, 3, 4), 2, 5, -1));
        int[] rows = [5, 2, 0, 3, 5, 1, 4];
        foreach (Tensor read in new[] { file.Read(rows), file.ReadHalf(rows).to(ScalarType.Float32) })
        {
            read.shape.Should().Equal(7, 6, 4);
            read.mean([1, 2]).data<float>().ToArray().Should().Equal(8, 9, 5, 2, 8, 1, 7);
        }
        ((Action)(() => file.Read([6]))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_changed_file_is_found_by_its_length_when_opened_and_by_its_checksum_when_checked()
    {
        string[] parts = [Part("a", [1]), Part("b", [2])];
        string index = Index(parts);
        FeatureIndex.Read(index).Check(null, CancellationToken.None).Should().Be((2, 2));
        byte[] bytes = File.ReadAllBytes(parts[1]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(parts[1], bytes);
        FeatureFile.Open(index).Dispose();
        Fails(() => FeatureIndex.Read(index).Check(null, CancellationToken.None)).Should().Contain("b has another SHA-256");
        File.WriteAllBytes(parts[1], [.. bytes, 0]);
        Fails(() => FeatureFile.Open(index)).Should().Contain("the index says");
        File.Delete(parts[1]);
        Fails(() => FeatureFile.Open(index)).Should().Contain("does not exist");
    }

    [Fact]
    public void A_check_finds_a_value_that_is_not_finite_and_names_file_picture_and_place()
    {
        string[] parts = [Part("a", [1]), Part("b", [7, 2])];
        byte[] bytes = File.ReadAllBytes(parts[1]), row = [.. Enumerable.Repeat(new byte[] { 0x00, 0x40 }, 24).SelectMany(two => two)];
        int at = bytes.AsSpan().IndexOf(row);
        at.Should().BePositive("2 is 4000 in 16 bits");
        // The eighth of 2×3 cells of 4 channels, as NaN.
        bytes[at + 15] = 0x7E;
        File.WriteAllBytes(parts[1], bytes);
        string index = Index(parts);
        Fails(() => FeatureIndex.Read(index).Check(null, CancellationToken.None)).Should().Be($"{parts[1]}: the features of picture 2 hold a value "
            + "that is not a finite number, in row 1, column 2 of the grid, channel 4; extract them again.");
    }

    [Fact]
    public void Files_that_do_not_go_together_make_no_index()
    {
        string first = Part("a", [1, 2]);
        Fails(() => Index(first, Part("b", [2]))).Should().Contain("b has picture 2, which").And.EndWith("a has too; name files of different pictures.");
        Fails(() => Index(first, Part("c", [3], columns: 4))).Should().Contain("different networks");
        Fails(() => Index(first, Part("d", [3], backbone: "other"))).Should().Contain("different networks");
        Directory.CreateDirectory(_folder["inner"]);
        Fails(() => FeatureIndex.Write([first], Path.Combine(_folder["inner"], "all.json"), sums: false, null, CancellationToken.None))
            .Should().Contain("is not below");
        Fails(() => Index(first, _folder["all.json"])).Should().Contain("all.json is called like an index");
        File.Exists(_folder["all.json"]).Should().BeFalse();
    }

    [Fact]
    public void Files_of_networks_with_other_contents_make_no_index_but_an_earlier_version_did_not_tell()
    {
        string old = Part("old", [1]), first = Part("a", [2], network: "n");
        string same = Part("b", [3], network: "n"), other = Part("c", [4], network: "m");
        Index(old, first, same);
        Fails(() => Index(first, other)).Should().Be($"{other} and {first} hold features of different networks or settings; extract them alike.");
        Fails(() => Index(old, first, other)).Should().Contain("c and").And.Contain("different networks");
    }

    [Fact]
    public void A_file_that_is_named_twice_is_refused_whatever_it_is_called()
    {
        string first = Part("a", []), link = _folder["link"];
        File.CreateSymbolicLink(link, first);
        foreach (string again in new[] { first, Path.Combine(_folder.Path, ".", "a"), link })
            Fails(() => Index(first, again)).Should().Be($"{first} and {again} are one file; give each once.");
        File.Exists(_folder["all.json"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("{}", "no index")]
    [InlineData("[]", "no index")]
    [InlineData("{\"format\":\"ucam-feature-index-1\",\"files\":[]}", "no index")]
    [InlineData("{\"format\":\"ucam-feature-index-1\",\"files\":[null]}", "no index")]
    [InlineData("{\"format\":\"ucam-feature-index-1\",\"files\":[{\"file\":\"../f\",\"pictures\":1,\"bytes\":1,\"sha256\":null}]}", "below the index's folder")]
    [InlineData("{\"format\":\"ucam-feature-index-1\",\"files\":[{\"file\":\"/etc/f\",\"pictures\":1,\"bytes\":1,\"sha256\":null}]}",
        "below the index's folder")]
    [InlineData("{\"format\":\"ucam-feature-index-1\",\"files\":[{\"file\":\"a\\u0000b\",\"pictures\":1,\"bytes\":1,\"sha256\":null}]}",
        "below the index's folder")]
    [InlineData("{\"format\":\"ucam-feature-index-1\",\"files\":[{\"file\":\"none\",\"pictures\":-1,\"bytes\":1,\"sha256\":null}]}", "does not exist")]
    public void What_is_no_index_is_refused_in_one_line(string json, string mention)
    {
        File.WriteAllText(_folder["x.json"], json);
        Fails(() => FeatureFile.Open(_folder["x.json"])).Should().Contain(mention).And.NotContain("\n");
    }

    [Fact]
    public void An_index_that_is_not_there_or_a_folder_is_named()
    {
        Fails(() => FeatureFile.Open(_folder["none.json"])).Should().Contain("none.json").And.Contain("there is no such file");
        Directory.CreateDirectory(_folder["folder.json"]);
        Fails(() => FeatureFile.Open(_folder["folder.json"])).Should().Contain("folder.json").And.Contain("it is a folder");
    }

    [Fact]
    public void A_damaged_index_is_read_or_refused_in_one_line()
    {
        byte[] whole = File.ReadAllBytes(Index(Part("a", [1]), Part("b", [2])));
        Damage.Survives(whole, 200, 1 << 20, bytes => FeatureFile.Open(_folder.Write("damaged.json", bytes)).Dispose()).Should().BePositive();
    }

    private static string Fails(Action act) => act.Should().Throw<UcamException>().Which.Message;
}
