using System.Buffers.Binary;
using System.Text;

namespace Ucam.Cli.Tests.ModelLookup;

public sealed class BadCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Refuses(string model, params string[] mentions) => Refuses(ExitCode.Failure, model, mentions);

    private void Refuses(int code, string model, params string[] mentions)
    {
        string picture = TinyInputs.Picture(_folder);
        string[] before = _folder.Files;
        Cli.Run("ask", picture, TinyInputs.Question, "--model", model, "--card", _folder.File("card.png")).ShouldRefuse(code, [model, .. mentions]);
        _folder.Files.Should().Equal(before);
    }

    [Fact]
    public void An_unknown_name_is_refused() => Refuses(ExitCode.Usage, "no-such-model", "no such model", "ucam train");

    [Fact]
    public void A_folder_is_refused() => Refuses(ExitCode.Usage, _folder.Path, "it is a folder", "give a model file");

    [Fact]
    public void An_empty_file_is_refused() => Refuses(_folder.Write("empty.safetensors", ""), "0 bytes", "again");

    [Fact]
    public void A_file_that_is_cut_short_is_refused()
    {
        byte[] whole = File.ReadAllBytes(TinyInputs.Model(_folder));
        Refuses(_folder.Write("cut.safetensors", whole[..^100]), "not a valid safetensors file", "again");
    }

    [Fact]
    public void A_header_that_is_cut_short_is_refused()
    {
        byte[] whole = File.ReadAllBytes(TinyInputs.Model(_folder));
        Refuses(_folder.Write("cut.safetensors", whole[..200]), "header goes on behind the end", "again");
    }

    [Fact]
    public void A_weight_that_is_not_a_number_is_refused()
    {
        byte[] whole = File.ReadAllBytes(TinyInputs.Model(_folder));
        BinaryPrimitives.WriteSingleLittleEndian(whole.AsSpan(whole.Length - 4), float.NaN);
        Refuses(_folder.Write("nan.safetensors", whole), "not a number", "damaged");
    }

    [Fact]
    public void A_safetensors_file_of_another_program_is_refused() =>
        Refuses(_folder.Write("foreign.safetensors",
            WithHeader("""{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4])),
            "not a Ucam model", "ucam train");

    [Fact]
    public void A_file_of_another_kind_is_refused() =>
        Refuses(_folder.Write("archive.pth", [0x50, 0x4B, 0x03, 0x04, .. Enumerable.Repeat((byte)0x7F, 64)]), "is a ZIP archive", "PyTorch",
            "docs/checkpoints.md");

    [Fact]
    public void A_vocabulary_that_does_not_fit_the_weights_is_refused() =>
        Refuses(Changed("\\\"ball\\\",", ""), "head.embedding.weight", "vocabulary");

    [Fact]
    public void Answers_that_do_not_fit_the_weights_are_refused() => Refuses(Changed("\\\"blue\\\",", ""), "head.answers.weight", "vocabulary");

    [Fact]
    public void A_word_that_is_twice_in_the_vocabulary_is_refused() =>
        Refuses(Changed("\\\"ball\\\"", "\\\"what\\\""), "what", "twice", "get the file again");

    [Fact]
    public void A_vocabulary_that_is_no_list_is_refused() =>
        Refuses(Changed("\\\"words\\\":[", "\\\"words\\\":null,\\\"w\\\":["), "ucam.config", "get the file again");

    [Fact]
    public void A_size_that_is_out_of_range_is_refused() =>
        Refuses(Changed("\\\"input_size\\\":32", "\\\"input_size\\\":9999"), "input_size", "get the file again");

    [Theory]
    [InlineData("\\\"input_size\\\":32", "\\\"input_size\\\":\\\"big\\\"", "backbone.input_size must be a whole number")]
    [InlineData("\\\"input_size\\\":32", "\\\"input_size\\\":99999999999", "backbone.input_size must be a whole number")]
    [InlineData("\\\"words\\\":[", "\\\"words\\\":7,\\\"w\\\":[", "words must be a list")]
    public void A_field_of_another_kind_is_named_with_what_it_must_be(string old, string with, string message)
    {
        Refuses(Changed(old, with), message, "get the file again");
        Cli.Run("ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", _folder.File("changed.safetensors")).Error.Should()
            .NotContain("System");
    }

    [Fact]
    public void A_near_name_of_a_shipped_model_is_suggested() => Refuses(ExitCode.Usage, "sceens", "did you mean scenes?");

    [Fact]
    public void A_newer_format_is_refused() => Refuses(Changed("vqa-1", "vqa-9"), "format vqa-9", "Ucam version");

    /// <summary>A model with a text of its header replaced and the header's length mended.</summary>
    private string Changed(string old, string with)
    {
        byte[] whole = File.ReadAllBytes(TinyInputs.Model(_folder));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        string header = Encoding.UTF8.GetString(whole.AsSpan(8, length)).Replace("\\u0022", "\\\"", StringComparison.OrdinalIgnoreCase);
        header.Should().Contain(old);
        return _folder.Write("changed.safetensors", WithHeader(header.Replace(old, with, StringComparison.Ordinal), whole[(8 + length)..]));
    }

    private static byte[] WithHeader(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }
}
