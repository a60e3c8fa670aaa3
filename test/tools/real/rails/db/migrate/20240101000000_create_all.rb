class CreateAll < ActiveRecord::Migration[6.1]
  def change
    enable_extension "citext"
    create_table :orgs do |t|
      t.string :name, limit: 50, null: false, default: "it's"
      t.text :note, collation: "C"
      t.integer :a, limit: 2
      t.integer :b, limit: 8, default: 5
      t.bigint :c
      t.decimal :d, precision: 10, scale: 2
      t.decimal :d2, precision: 10
      t.float :e
      t.boolean :f, default: false, null: false
      t.datetime :g
      t.datetime :g2, precision: 3
      t.timestamp :h, default: -> { "now()" }
      t.date :i
      t.time :j
      t.binary :k
      t.json :l
      t.jsonb :m, default: {}, null: false
      t.uuid :n
      t.inet :o
      t.string :p, array: true, default: []
      t.column :q, "character varying(10)"
      t.citext :r
      t.tsvector :s
      t.interval :t1
      t.int4range :u
      t.timestamps
      t.index :name, unique: true
      t.index [:a, :b], where: "a > 0"
      t.index "lower(name)", name: "idx_lower"
    end
    create_table :users, id: :uuid do |t|
      t.references :org, foreign_key: true, null: false
      t.belongs_to :owner, polymorphic: true
      t.references :boss, type: :uuid, foreign_key: { to_table: :users, on_delete: :cascade }, index: { unique: true }
      t.timestamps null: true
      t.check_constraint "org_id > 0", name: "org_positive"
    end
    create_table :people, id: :integer, primary_key: :pid, force: true do |t|
      t.string :x
    end
    create_table :noid, id: false do |t|
      t.integer :x
    end
    create_join_table :orgs, :people
    create_table :categories
  end
end
