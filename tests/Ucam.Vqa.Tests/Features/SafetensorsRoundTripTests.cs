using System.Text;
using CsCheck;
using Ucam.Vqa.Features.Safetensors;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Features;

public class SafetensorsRoundTripTests
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    public static TheoryData<ScalarType> Types =>
    [
        ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64,
        ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
    ];

    [Theory, MemberData(nameof(Types))]
    public void Every_element_type_comes_back_as_it_was(ScalarType type)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var value = tensor(new float[] { 0, 1, 2, 100, 5, 0 }).reshape(2, 3).to(type);
        SafetensorsWriter.Write(folder["a.safetensors"], NoMetadata, [("x", value)]);
        using var file = SafetensorsFile.Open(folder["a.safetensors"]);
        var read = file.Read("x");
        read.dtype.Should().Be(type);
        read.shape.Should().Equal(2, 3);
        read.Equals(value).Should().BeTrue();
    }

    [Fact]
    public void Scalars_empty_tensors_views_and_metadata_come_back()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var view = arange(6, dtype: ScalarType.Float32).reshape(2, 3).t();
        SafetensorsWriter.Write(folder["a.safetensors"], new Dictionary<string, string> { ["clé"] = "\"ü\"\n" },
            [("scalar", tensor(7L)), ("empty", zeros(0, 4)), ("view", view)]);
        using var file = SafetensorsFile.Open(folder["a.safetensors"]);
        file.Metadata.Should().Equal(new Dictionary<string, string> { ["clé"] = "\"ü\"\n" });
        file.Read("scalar").item<long>().Should().Be(7);
        file.Read("scalar").shape.Should().BeEmpty();
        file.Read("empty").shape.Should().Equal(0, 4);
        file.Read("view").data<float>().ToArray().Should().Equal(0, 3, 1, 4, 2, 5);
        file.Contains("view").Should().BeTrue();
        file.Contains("other").Should().BeFalse();
    }

    [Fact]
    public void The_bytes_are_those_the_format_prescribes()
    {
        using var folder = new TemporaryFolder();
        using var value = tensor(new byte[] { 1, 2 });
        SafetensorsWriter.Write(folder["a.safetensors"], NoMetadata, [("x", value)]);
        string header = """{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""";
        int padded = (header.Length + 7) / 8 * 8;
        byte[] expected = [.. BitConverter.GetBytes((long)padded), .. Encoding.ASCII.GetBytes(header.PadRight(padded)), 1, 2];
        File.ReadAllBytes(folder["a.safetensors"]).Should().Equal(expected);
    }

    [Fact]
    public void The_order_given_does_not_change_the_bytes_and_every_tensor_is_aligned()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        (string, Tensor)[] tensors =
            [("b", ones(3, dtype: ScalarType.Byte)), ("a", ones(3)), ("c", ones(1, dtype: ScalarType.Int64)),
            ("d", ones(3, dtype: ScalarType.Float16))];
        var metadata = new Dictionary<string, string> { ["y"] = "1", ["x"] = "2" };
        SafetensorsWriter.Write(folder["1"], metadata, tensors);
        SafetensorsWriter.Write(folder["2"], metadata.Reverse().ToDictionary(), [.. tensors.Reverse()]);
        File.ReadAllBytes(folder["2"]).Should().Equal(File.ReadAllBytes(folder["1"]));
        using var file = SafetensorsFile.Open(folder["1"]);
        file.Entries.Select(e => e.Name).Should().Equal("c", "a", "d", "b");
        file.Entries.Should().OnlyContain(e => e.Shape[0] == 0 || e.Offset % (e.Length / e.Shape[0]) == 0);
    }

    [Fact]
    public void Any_float_values_come_back_bit_for_bit() =>
        Gen.Float.Array[0, 40].Sample(values =>
        {
            using var folder = new TemporaryFolder();
            using var scope = NewDisposeScope();
            SafetensorsWriter.Write(folder["a"], NoMetadata, [("x", tensor(values))]);
            using var file = SafetensorsFile.Open(folder["a"]);
            file.Read("x").data<float>().ToArray().Select(BitConverter.SingleToInt32Bits)
                .Should().Equal(values.Select(BitConverter.SingleToInt32Bits));
        }, iter: 50);

    [Fact]
    public void Names_must_be_unique_and_not_reserved()
    {
        using var folder = new TemporaryFolder();
        using var value = ones(1);
        foreach (string[] names in new string[][] { ["a", "a"], ["__metadata__"], [""] })
        {
            var write = () => SafetensorsWriter.Write(folder["a"], NoMetadata, [.. names.Select(n => (n, value))]);
            write.Should().Throw<ArgumentException>();
        }
        Directory.GetFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void A_place_that_cannot_be_written_gets_one_line_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using var value = ones(1);
        Directory.CreateDirectory(folder["taken"]);
        foreach (string path in new[] { folder["missing/a.safetensors"], folder["taken"] })
        {
            var write = () => SafetensorsWriter.Write(path, NoMetadata, [("x", value)]);
            var problem = write.Should().Throw<UcamException>().Which;
            problem.File.Should().Be(path);
            problem.Message.Should().Contain(path).And.NotContain("\n");
        }
        Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Should().Equal(folder["taken"]);
    }

    [Fact]
    public void A_failed_write_keeps_the_file_that_was_there()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a"], "before");
        using var disposed = ones(1);
        using var complex = ones(1, dtype: ScalarType.ComplexFloat32);
        var write = () => SafetensorsWriter.Write(folder["a"], NoMetadata, [("x", disposed), ("y", complex)]);
        write.Should().Throw<ArgumentException>();
        File.ReadAllText(folder["a"]).Should().Be("before");
        Directory.GetFileSystemEntries(folder.Path).Should().Equal(folder["a"]);
    }

    [Fact]
    public void Reading_after_disposal_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var value = ones(1);
        SafetensorsWriter.Write(folder["a"], NoMetadata, [("x", value)]);
        var file = SafetensorsFile.Open(folder["a"]);
        file.Dispose();
        file.Dispose();
        var read = () => file.Read("x");
        read.Should().Throw<ObjectDisposedException>();
    }
}
