using Parquet;
using Parquet.Schema;

namespace Ucam.Studies.Tests.Comparison;

public sealed class CompareParquetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CompareRow Row(string variant, int seed, params (string, double)[] values) =>
        new() { Set = "photos", Method = "mlb", Variant = variant, Seed = seed, Values = values.ToDictionary(v => v.Item1, v => v.Item2) };

    private async Task<(ParquetSchema Schema, IReadOnlyDictionary<string, object?[]> Columns)> Read(string path)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        var columns = new Dictionary<string, object?[]>();
        int count = (int)group.RowCount;
        foreach (DataField field in reader.Schema.GetDataFields())
        {
            if (CompareRows.Keys.SkipLast(1).Contains(field.Name))
            {
                var texts = new string[count];
                await group.ReadAsync(field, texts, cancellationToken: TestContext.Current.CancellationToken);
                columns[field.Name] = [.. texts];
            }
            else if (field.ClrType == typeof(int))
            {
                var seeds = new int[count];
                await group.ReadAsync<int>(field, seeds, cancellationToken: TestContext.Current.CancellationToken);
                columns[field.Name] = [.. seeds.Cast<object?>()];
            }
            else
            {
                var numbers = new double?[count];
                await group.ReadAsync<double>(field, numbers, cancellationToken: TestContext.Current.CancellationToken);
                columns[field.Name] = [.. numbers.Cast<object?>()];
            }
        }
        return (reader.Schema, columns);
    }

    [Fact]
    public async Task The_table_holds_what_the_csv_file_holds()
    {
        CompareParquet.Write(_folder["rows.parquet"],
            [Row("pul", 2, ("accuracy", 0.5), ("auroc", double.NaN)), Row("baseline", 1, ("accuracy", 0.25), ("epochs", 3))]);
        (ParquetSchema schema, IReadOnlyDictionary<string, object?[]> columns) = await Read(_folder["rows.parquet"]);
        schema.GetDataFields().Select(f => f.Name).Should().Equal("set", "method", "variant", "seed", "accuracy", "auroc", "epochs");
        columns["variant"].Should().Equal("baseline", "pul");
        columns["set"].Should().Equal("photos", "photos");
        columns["seed"].Should().Equal(1, 2);
        columns["accuracy"].Should().Equal(0.25, 0.5);
        columns["auroc"].Should().Equal(null, double.NaN);
        columns["epochs"].Should().Equal(3.0, null);
    }

    [Fact]
    public void A_bad_row_leaves_no_file()
    {
        var write = () => CompareParquet.Write(_folder["rows.parquet"], [Row("pul", 1, ("accuracy", double.PositiveInfinity))]);
        write.Should().Throw<UcamException>().WithMessage("*infinite*");
        File.Exists(_folder["rows.parquet"]).Should().BeFalse();
    }
}
