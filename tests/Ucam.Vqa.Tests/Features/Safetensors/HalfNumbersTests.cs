using Ucam.Vqa.Features.Safetensors;

namespace Ucam.Vqa.Tests.Features.Safetensors;

public class HalfNumbersTests
{
    [Fact]
    public void Every_16_bit_float_becomes_the_32_bit_float_of_the_same_value()
    {
        Half[] all = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];
        float[] wide = new float[all.Length];
        HalfNumbers.ToSingle(all, wide);
        for (int i = 0; i < all.Length; i++)
        {
            if (Half.IsNaN(all[i])) float.IsNaN(wide[i]).Should().BeTrue();
            else BitConverter.SingleToInt32Bits(wide[i])
                .Should().Be(BitConverter.SingleToInt32Bits((float)all[i]), "{0} keeps value and sign", all[i]);
        }
    }

    [Fact]
    public void Any_length_is_converted_and_nothing_behind_it()
    {
        for (int length = 0; length < 50; length++)
        {
            Half[] numbers = [.. Enumerable.Range(1, length).Select(i => (Half)(i / 4f))];
            float[] wide = new float[60];
            HalfNumbers.ToSingle(numbers, wide);
            wide[..length].Should().Equal(numbers.Select(x => (float)x));
            wide[length..].Should().OnlyContain(x => x == 0);
        }
    }

    [Fact]
    public void The_first_number_that_is_not_finite_is_found_at_every_place_and_every_finite_one_is_passed()
    {
        Half[] finite = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite)];
        HalfNumbers.FirstNotFinite(finite).Should().Be(-1);
        foreach (Half bad in new[] { Half.NaN, Half.PositiveInfinity, Half.NegativeInfinity, BitConverter.UInt16BitsToHalf(0xfc01) })
            for (int place = 0; place < 50; place++)
            {
                Half[] numbers = [.. finite.Take(50)];
                numbers[place] = numbers[49] = bad;
                HalfNumbers.FirstNotFinite(numbers).Should().Be(place);
            }
    }
}
