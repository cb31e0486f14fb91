"""Build the pinyin lexicon: characters by all their readings, and words tuned to a gig hall.

    python tools/build_pinyin.py CHARACTERS OUT.tsv

Needs pypinyin (readings) and jieba (word frequencies), both MIT, at build time only. A line of
the result is the reading, syllables apart, a tab, and its words, the likeliest first. ü is v.
Words are common ones of two to four characters, the trades with their aliases, the counties of
Hunan, and words of postings; single characters are ranked by frequency, surnames first, each
reading by its share in the words that hold the character.
"""

import argparse
import unicodedata
from collections import defaultdict
from pathlib import Path

import jieba
from pypinyin import Style, lazy_pinyin, pinyin

from kiosk.assets import asset_path
from kiosk.catalog import regions, trades

_COMMON_WORD = 120
# A reading that no word has (听 as yi) comes after all that are in use.
_IN_NO_WORD, _USUAL, _UNKNOWN = 0.001, 0.5, 0.2
_MOST_WORDS = 12
_OWN_WORDS = """
工地 市场 东门 西门 南门 北门 门口 集合 仓库 车间 码头 小区 学校 医院
广场 公园 农贸市场 批发市场 建材市场 大市场 物流园 工业园 开发区 火车站
汽车站 高铁站 地铁站 村委会 居委会 卸货 装车 卸车 搬家 打扫 洗碗 切菜 带班
日结 包吃 包住 包车 手套 雨鞋 安全帽 身份证 瓷砖 水泥 沙子 砖头 钢筋 模板
脚手架 地板 油漆 粉刷 贴砖 砌墙 挖土 种树 除草 摘果 采茶 长沙 株洲 湘潭
衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 湘江 岳麓 星沙
高桥 马王堆 坡子街 东风路 芙蓉路 五一路 韶山路 人民路 劳动路 万家丽 圭塘
跳马 洞井 黎托
"""
_SUFFIXES = ("市", "区", "县")


def reading(word: str) -> str:
    """The usual reading, syllables apart."""
    return " ".join(syllable.replace("ü", "v") for syllable in lazy_pinyin(word, v_to_u=False))


def readings_of(character: str) -> set[str]:
    """All readings without tone."""
    found = pinyin(character, style=Style.TONE, heteronym=True)[0]
    plain = set()
    for syllable in found:
        letters = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
        letters = letters.replace("u\u0308", "v")
        text = "".join(c for c in letters if c.isascii() and c.isalpha()).lower()
        if text:
            plain.add(text)
    return plain


def shares_of(counts: dict[str, int]) -> dict[str, dict[str, float]]:
    """How often a character is read in which way, by the words that hold it."""
    uses: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for word, count in counts.items():
        syllables = reading(word).split()
        if len(word) > 1 and len(syllables) == len(word):
            for character, syllable in zip(word, syllables, strict=True):
                uses[character][syllable] += count
    return {
        character: {syllable: use / sum(found.values()) for syllable, use in found.items()}
        for character, found in uses.items()
        if sum(found.values())
    }


def share_of(shares: dict[str, float] | None, syllable: str, usual: str) -> float:
    """The part of a character's frequency that belongs to a reading."""
    if shares is None:
        return 1.0 if syllable == usual else _UNKNOWN
    return max(shares.get(syllable, _IN_NO_WORD), _USUAL if syllable == usual else 0.0)


def main() -> None:
    """Build and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("characters", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    characters = "".join(given.characters.read_text(encoding="utf-8").split())
    surnames = asset_path("writing", "surnames.txt").read_text(encoding="utf-8").strip()
    counts: dict[str, int] = {}
    dictionary = Path(jieba.__file__).parent / "dict.txt"
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, count, *_kind = line.split()
        counts[word] = int(count)
    shares = shares_of(counts)
    ranked: dict[str, dict[str, float]] = defaultdict(dict)
    for character in characters:
        usual = reading(character)
        for syllable in readings_of(character) | {usual}:
            share = share_of(shares.get(character), syllable, usual)
            weight = counts.get(character, 1) * share
            weight += 3_000 * (character in surnames)
            ranked[syllable][character] = weight
    for word, count in counts.items():
        if 2 <= len(word) <= 4 and count >= _COMMON_WORD and all("一" <= c <= "鿿" for c in word):
            ranked[reading(word)][word] = count
    own = dict.fromkeys(_OWN_WORDS.split())
    for trade in trades().values():
        own.update(dict.fromkeys(part for part in (*trade.name.split("/"), *trade.aliases) if part))
    for region in regions().values():
        own[region.name] = None
        if len(region.name) > 2 and region.name.endswith(_SUFFIXES):
            own[region.name[:-1]] = None
    for word in own:
        if all("一" <= c <= "鿿" for c in word):
            ranked[reading(word)][word] = 1e9
    with given.out.open("w", encoding="utf-8") as file:
        for key in sorted(ranked):
            items = sorted(ranked[key].items(), key=lambda item: (-item[1], item[0]))
            if " " in key:
                items = items[:_MOST_WORDS]
            file.write(f"{key}\t{' '.join(word for word, _weight in items)}\n")


if __name__ == "__main__":
    main()
