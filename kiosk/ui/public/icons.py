"""Icons of the trades; free of Qt."""

__all__ = ["trade_icon"]

_ICONS = {
    "bricklayer": "brick",
    "concrete_worker": "foundation",
    "rebar_worker": "grid_4x4",
    "scaffolder": "stairs",
    "rural_builder": "cottage",
    "waterproofer": "roofing",
    "decorator_tiler": "grid_view",
    "painter": "format_paint",
    "carpenter": "carpenter",
    "plumber_electrician": "plumbing",
    "electrician": "electrical_services",
    "welder": "local_fire_department",
    "window_fitter": "window",
    "excavator_driver": "precision_manufacturing",
    "construction_labourer": "construction",
    "loader": "inventory_2",
    "tally_clerk": "fact_check",
    "warehouse_keeper": "warehouse",
    "courier": "markunread_mailbox",
    "delivery_rider": "delivery_dining",
    "truck_driver": "local_shipping",
    "cleaner": "cleaning_services",
    "domestic_worker": "home",
    "elder_care": "elderly",
    "cook": "soup_kitchen",
    "waiter": "room_service",
    "security_guard": "local_police",
    "gardener": "grass",
    "factory_hand": "factory",
    "farm_hand": "agriculture",
    "retail_promoter": "storefront",
    "own_shop": "storefront",
}


def trade_icon(trade: str) -> str:
    """The icon of a trade; a plain one for a trade of a newer catalogue."""
    return _ICONS.get(trade, "work")
