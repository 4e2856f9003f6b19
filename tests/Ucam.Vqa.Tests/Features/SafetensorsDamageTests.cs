using System.Text;
using CsCheck;
using Ucam.Vqa.Features.Safetensors;

namespace Ucam.Vqa.Tests.Features;

public class SafetensorsDamageTests
{
    private const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""";

    private static byte[] Bytes(string header, int data) =>
        [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. new byte[data]];

    private static void Open(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["x.safetensors"], bytes);
        SafetensorsFile.Open(folder["x.safetensors"]).Dispose();
    }

    [Fact]
    public void The_undamaged_file_opens()
    {
        var open = () => Open(Bytes(Good, 11));
        open.Should().NotThrow();
    }

    [Theory]
    [InlineData("""[1]""", 0, "not a JSON object")]
    [InlineData(""" {}""", 0, "not a JSON object")]
    [InlineData("""{"a":""", 0, "not valid JSON")]
    [InlineData("""{"\ud800":{}}""", 0, "not valid JSON")]
    [InlineData("""{"a":3}""", 0, "\"a\": it is not an object")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2,
        "\"a\": the name appears twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}}""", 1, "\"shape\" appears twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1]}}""", 1, "missing")]
    [InlineData("""{"a":{"dtype":"U16","shape":[2],"data_offsets":[0,3]}}""", 3, "does not fit")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "does not fit")]
    [InlineData("""{"a":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", 1, "dtype is not a string")]
    [InlineData("""{"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""", 1, "shape is not a list")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", 1, "whole numbers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}}""", 1, "whole numbers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""", 1, "begin and an end")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", 1, "begin and an end")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, "behind the end of the file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""", 4, "does not fit")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3,
        "\"b\": its bytes overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3,
        "\"b\": there is a hole")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 3, "2 bytes belong to no tensor")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "\"k\" is not a string")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "\"k\" appears twice")]
    [InlineData("""{"__metadata__":[]}""", 0, "it is not an object")]
    public void A_broken_rule_is_named(string header, int data, string expected)
    {
        var open = () => Open(Bytes(header, data));
        var problem = open.Should().Throw<SafetensorsException>().Which;
        problem.Message.Should().Contain("x.safetensors").And.Contain(expected).And.NotContain("\n");
        problem.File.Should().EndWith("x.safetensors");
    }

    [Theory]
    [InlineData("U16", 4)]
    [InlineData("U32", 8)]
    [InlineData("U64", 16)]
    [InlineData("C64", 16)]
    [InlineData("F8_E4M3", 2)]
    [InlineData("F8_E5M2", 2)]
    [InlineData("F8_E8M0", 2)]
    [InlineData("F4", 1)]
    [InlineData("F9_NEW", 5)]
    public void A_type_that_is_not_read_matters_only_where_its_tensor_is(string type, int bytes)
    {
        using var folder = new TemporaryFolder();
        string header =
            $$"""{"a":{"dtype":"{{type}}","shape":[2],"data_offsets":[0,{{bytes}}]},"b":{"dtype":"U8","shape":[3],"data_offsets":[{{bytes}},{{bytes + 3}}] } }""";
        File.WriteAllBytes(folder["x"], Bytes(header, bytes + 3));
        using var file = SafetensorsFile.Open(folder["x"]);
        file.Read("b").Dispose();
        file.Entry("a").Unreadable.Should().Be(type);
        var read = () => file.Read("a");
        read.Should().Throw<SafetensorsException>().WithMessage($"*tensor \"a\" holds elements of type {type}, which is not read here*").Which.Field
            .Should().Be("a");
    }

    [Theory]
    [InlineData("""{"__metadata__":null,"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"foo":3,"more":{"x":[]}}}""")]
    public void What_the_format_leaves_open_is_passed_over(string header)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["x"], Bytes(header, 1));
        using var file = SafetensorsFile.Open(folder["x"]);
        file.Metadata.Should().BeEmpty();
        file.Read("a").Dispose();
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:abab\nsize 1025\n", "a Git LFS pointer")]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>", "a web page")]
    [InlineData("\u001f\u008b\b\0\0\0\0\0\0\0", "packed with gzip")]
    public void A_file_of_another_kind_is_named_as_what_it_is(string content, string kind)
    {
        var open = () => Open(Encoding.Latin1.GetBytes(content));
        open.Should().Throw<SafetensorsException>().WithMessage($"*{kind}*").Which.File.Should().EndWith("x.safetensors");
    }

    [Fact]
    public void A_device_or_a_pipe_is_not_waited_for()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero here.");
        Action open = () => SafetensorsFile.Open("/dev/zero").Dispose();
        open.Should().Throw<SafetensorsException>().Which.Message.Should().Contain("it is a device or a pipe");
    }

    [Fact]
    public void Damage_costs_no_more_room_than_the_file_has() => Damage.Survives(Bytes(Good, 11), 500, 1 << 20, Open).Should().BePositive();

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 })]
    [InlineData(new byte[] { 0, 0, 0, 1, 0, 0, 0, 0 })]
    public void A_length_field_that_cannot_be_is_refused(byte[] bytes)
    {
        var open = () => Open(bytes);
        open.Should().Throw<SafetensorsException>();
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        using var folder = new TemporaryFolder();
        foreach (string path in new[] { folder["none"], folder["no/none"], folder.Path })
        {
            var open = () => SafetensorsFile.Open(path);
            open.Should().Throw<SafetensorsException>().Which.File.Should().Be(path);
        }
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["x"], Bytes(Good, 11));
        using var file = SafetensorsFile.Open(folder["x"]);
        var read = () => file.Read("weights");
        read.Should().Throw<SafetensorsException>().Which.Field.Should().Be("weights");
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] whole = Bytes(Good, 11);
        for (int length = 0; length < whole.Length; length++)
        {
            var open = () => Open(whole[..length]);
            open.Should().Throw<SafetensorsException>($"{length} bytes are not the whole file");
        }
    }

    [Fact]
    public void Changed_bytes_are_read_or_refused_but_never_break()
    {
        byte[] whole = Bytes(Good, 11);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            byte[] bytes = [.. whole];
            foreach (var (at, value) in changes) bytes[at] = value;
            try
            {
                Open(bytes);
                return true;
            }
            catch (SafetensorsException)
            {
                return true;
            }
        }, iter: Damage.Count(2000));
    }
}
