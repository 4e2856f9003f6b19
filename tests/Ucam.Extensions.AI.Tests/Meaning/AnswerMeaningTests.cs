using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI.Tests.Meaning;

public class AnswerMeaningTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<IReadOnlyList<int>> Groups(AnswerMeaning meaning, params string[] answers) => await meaning.GroupAsync("?", answers, Cancel);

    [Fact]
    public async Task Exact_and_normalised_answers()
    {
        (await Groups(AnswerMeaning.Exact, "red", "red ", "Red")).Should().Equal(0, 0, 1);
        (await Groups(AnswerMeaning.Normalised, "two", "2", "a 2.", "three", "feet", "ft", "3 feet", "3 ft")).Should().Equal(0, 0, 0, 1, 2, 3, 4, 4);
    }

    [Fact]
    public async Task Ones_own_equality_joins_the_first_group_that_fits() =>
        (await Groups(AnswerMeaning.By((a, b) => a[0] == b[0]), "ape", "bear", "ant", "boar")).Should().Equal(0, 1, 0, 1);

    [Fact]
    public async Task Embeddings_that_point_the_same_way_are_one_meaning_and_each_text_is_embedded_once()
    {
        var generator = new Angles();
        (await Groups(AnswerMeaning.ByEmbedding(generator, 0.9), "0", "90", "10", "0.", "100")).Should().Equal(0, 1, 0, 0, 1);
        generator.Asked.Should().Equal("0", "90", "10", "100");
        FluentActions.Invoking(() => AnswerMeaning.ByEmbedding(generator, 1.5)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private sealed class Angles : IEmbeddingGenerator<string, Embedding<float>>
    {
        public List<string> Asked { get; } = [];

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            Asked.AddRange(values);
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value => float.DegreesToRadians(float.Parse(value)))
                .Select(angle => new Embedding<float>(new[] { MathF.Cos(angle), MathF.Sin(angle) }))));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
